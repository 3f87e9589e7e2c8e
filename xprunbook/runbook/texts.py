"""The sentences about runbook files: what is wrong (``PROBLEMS``) and what helps (``HINTS``)."""

from __future__ import annotations

from typing import Final

from xprunbook.base.language import Texts
from xprunbook.runbook.texts_yaml import YAML_HINTS, YAML_PROBLEMS

PROBLEMS: Final = Texts(
    {
        **YAML_PROBLEMS,
        "more": ("{count} weitere Befunde in dieser Datei.", "{count} more findings in this file."),
        # Shapes of fields
        "field.unknown": ("Das Feld „{field}“ gibt es hier nicht.", "There is no field “{field}” here."),
        "field.missing": ("„{owner}“ braucht das Feld „{field}“.", "“{owner}” needs the field “{field}”."),
        "empty": ("„{field}“ ist leer.", "“{field}” is empty."),
        "format": (
            "Format {value} kennt dieses Programm nicht; es liest Format {known}.",
            "This program does not know format {value}; it reads format {known}.",
        ),
        "want.map": (
            "„{field}“ muss Felder enthalten (name: wert).",
            "“{field}” must hold fields (name: value).",
        ),
        "want.list": ("„{field}“ muss eine Liste sein.", "“{field}” must be a list."),
        "map.single": (
            "„{field}“ nimmt genau eine Art mit ihren Parametern; hier stehen {count}.",
            "“{field}” takes exactly one kind with its parameters; here are {count}.",
        ),
        "map.too-many": (
            "„{field}“ hat {count} Einträge, höchstens {limit} gehen.",
            "“{field}” has {count} entries, the most is {limit}.",
        ),
        "text.is-list": (
            "„{field}“ muss Text sein; hier steht eine Liste.",
            "“{field}” must be text; this is a list.",
        ),
        "text.is-map": (
            "„{field}“ muss Text sein; hier stehen Felder.",
            "“{field}” must be text; these are fields.",
        ),
        "text.truth": (
            "„{field}“ muss Text sein; {value} ist ein Wahrheitswert.",
            "“{field}” must be text; {value} is a truth value.",
        ),
        "text.number": (
            "„{field}“ muss Text sein; {value} ist eine Zahl.",
            "“{field}” must be text; {value} is a number.",
        ),
        "text.lines": ("„{field}“ darf nur eine Zeile haben.", "“{field}” must be one line."),
        "text.long": (
            "„{field}“ nimmt {cells} Zellen ein, höchstens {limit} gehen.",
            "“{field}” takes {cells} cells, the most is {limit}.",
        ),
        "number": ("„{field}“ muss eine ganze Zahl sein.", "“{field}” must be a whole number."),
        "number.range": (
            "„{field}“ muss zwischen {low} und {high} liegen.",
            "“{field}” must be between {low} and {high}.",
        ),
        "flag": ("„{field}“ muss true oder false sein.", "“{field}” must be true or false."),
        "flag.only-true": (
            "„{field}“ kennt nur true; lassen Sie das Feld sonst weg.",
            "“{field}” knows only true; leave the field out otherwise.",
        ),
        "word.not-one": (
            "„{field}“ kennt „{word}“ nicht; es gibt: {words}.",
            "“{field}” does not know “{word}”; there are: {words}.",
        ),
        "url": (
            "„{url}“ ist keine Adresse, die mit http:// oder https:// beginnt.",
            "“{url}” is no address that begins with http:// or https://.",
        ),
        # Ids and references
        "id.runbook": ("„{word}“ taugt nicht als Id eines Runbooks.", "“{word}” cannot be a runbook's id."),
        "id.plan": ("„{word}“ taugt nicht als Name eines Plans.", "“{word}” cannot be a plan's name."),
        "id.machine": (
            "„{word}“ taugt nicht als Name einer Maschine.",
            "“{word}” cannot be a machine's name.",
        ),
        "id.input": ("„{word}“ taugt nicht als Name einer Eingabe.", "“{word}” cannot be an input's name."),
        "id.secret": (
            "„{word}“ taugt nicht als Name eines Geheimnisses.",
            "“{word}” cannot be a secret's name.",
        ),
        "id.phase": ("„{word}“ taugt nicht als Id einer Phase.", "“{word}” cannot be a phase's id."),
        "id.step": ("„{word}“ taugt nicht als Id eines Schritts.", "“{word}” cannot be a step's id."),
        "id.question": ("„{word}“ taugt nicht als Id einer Frage.", "“{word}” cannot be a question's id."),
        "id.kind": (
            "„{word}“ ist kein Name einer Art (bereich.tat).",
            "“{word}” is no name of a kind (area.deed).",
        ),
        "id.colour": ("„{word}“ taugt nicht als Name einer Farbe.", "“{word}” cannot be a colour's name."),
        "id.twice": (
            "„{word}“ gibt es schon in Zeile {line}, Spalte {column}.",
            "“{word}” is already defined in line {line}, column {column}.",
        ),
        "unknown.plan": ("Einen Plan „{word}“ gibt es nicht.", "There is no plan “{word}”."),
        "unknown.machine": ("Eine Maschine „{word}“ gibt es nicht.", "There is no machine “{word}”."),
        "unknown.step": ("Einen Schritt „{word}“ gibt es nicht.", "There is no step “{word}”."),
        "unknown.question": ("Eine Frage „{word}“ gibt es nicht.", "There is no question “{word}”."),
        "unknown.input": ("Eine Eingabe „{word}“ gibt es nicht.", "There is no input “{word}”."),
        "name.unknown": ("Eine Eingabe „{name}“ gibt es nicht.", "There is no input “{name}”."),
        "name.broken": (
            "„{name}“ ist keine Eingabe; geschrieben wird {example}, ein wörtliches ${{ als {literal}.",
            "“{name}” is no input; it is written {example}, and a literal ${{ as {literal}.",
        ),
        "name.not-here": (
            "Hier wird nichts eingesetzt; „{name}“ bliebe so stehen.",
            "Nothing is put in here; “{name}” would stay as it is.",
        ),
        "name.in-input": (
            "Eine Eingabe verweist nie auf eine andere ({example}).",
            "An input never refers to another one ({example}).",
        ),
        "name.secret": (
            "„{name}“ ist ein Geheimnis; es steht nie in einem Text.",
            "“{name}” is a secret; it never stands in a text.",
        ),
        "name.secret-inside": (
            "Das Geheimnis „{name}“ muss allein stehen, nicht in einem längeren Text.",
            "The secret “{name}” must stand alone, not inside a longer text.",
        ),
        # Plans, steps, order
        "plan.empty": ("Plan {plan} hat keinen Schritt.", "Plan {plan} has no step."),
        "plan.not-here": ("Der Schritt ist nicht in Plan {plan}.", "The step is not in plan {plan}."),
        "plan.not-parents": (
            "„{parent}“ ist nicht in Plan {plan}; ein Teilschritt kann es dann auch nicht sein.",
            "“{parent}” is not in plan {plan}, so a sub-step of it cannot be.",
        ),
        "phase.long": (
            "Die Phase hat {count} Schritte und keinen Haltepunkt (gate); mehr als {limit} sind zu viele.",
            "The phase has {count} steps and no gate; more than {limit} are hard to survey.",
        ),
        "kind.not-taken-back": (
            "Was {kind} gibt, nimmt in Plan {plans} kein späterer Schritt mit {back} zurück.",
            "What {kind} gives, no later step with {back} takes back in plan {plans}.",
        ),
        "backup.overwrites": (
            "Das überschreibt etwas, und in Plan {plans} steht davor keine Sicherung.",
            "This overwrites something, and in plan {plans} no backup stands before it.",
        ),
        "backup.no-return": (
            "Ab hier geht es nicht zurück, und in Plan {plans} steht davor keine Sicherung.",
            "There is no way back from here, and in plan {plans} no backup stands before it.",
        ),
        "number.twice": (
            "Die Nummer {number} steht schon in Zeile {line}.",
            "Number {number} is already used in line {line}.",
        ),
        "short.missing": (
            "Der Titel nimmt {cells} Zellen ein; ab {limit} fehlt ein „short“ für schmale Bildschirme.",
            "The title takes {cells} cells; above {limit} a “short” is missing for narrow screens.",
        ),
        "step.not-leaf": (
            "Ein Schritt mit Teilschritten hat kein eigenes „{field}“.",
            "A step with sub-steps has no “{field}” of its own.",
        ),
        "step.child-action": (
            "Ein Schritt, der ein anderes Runbook ist, hat keine eigene Aktion.",
            "A step that is another runbook has no action of its own.",
        ),
        "step.undo-minutes": (
            "„undo_minutes“ ohne „undo“: es gibt keinen Rückweg, der Zeit braucht.",
            "“undo_minutes” without “undo”: there is no way back that takes time.",
        ),
        "needs.own": (
            "Ein Schritt braucht weder sich selbst noch seinen Schritt oder seine Teilschritte („{word}“).",
            "A step needs neither itself nor its parent or its own sub-steps (“{word}”).",
        ),
        "needs.circle": (
            "Diese Schritte brauchen einander im Kreis: {circle}.",
            "These steps need each other in a circle: {circle}.",
        ),
        # The plan chooser
        "answer.ends": (
            "Eine Antwort hat genau eines von plan, next, refuse und runbook.",
            "An answer has exactly one of plan, next, refuse and runbook.",
        ),
        "choose.circle": (
            "Die Fragen drehen sich im Kreis: {circle}.",
            "The questions go in a circle: {circle}.",
        ),
        "choose.unreached": (
            "Zur Frage „{word}“ führt keine Antwort.",
            "No answer leads to the question “{word}”.",
        ),
        "choose.no-plan": ("Zu Plan {plan} führt keine Antwort.", "No answer leads to plan {plan}."),
        "other.unknown": (
            "Ein Runbook „{name}“ gibt es weder daneben noch unter den mitgelieferten.",
            "There is no runbook “{name}”, neither beside this one nor among the shipped ones.",
        ),
        "other.plan": (
            "Das Runbook „{name}“ hat keinen Plan {plan}.",
            "The runbook “{name}” has no plan {plan}.",
        ),
        # Inputs and conditions
        "choices.missing": ("Der Typ choice braucht „choices“.", "The type choice needs “choices”."),
        "choices.not-here": ("Der Typ {type} hat keine „choices“.", "The type {type} has no “choices”."),
        "choices.twice": ("„{word}“ steht zweimal zur Wahl.", "“{word}” is offered twice."),
        "value": ("{said}", "{said}"),
        "value.one": (
            "Der Typ {type} nimmt einen Wert, keine Liste.",
            "The type {type} takes one value, not a list.",
        ),
        "when.type": (
            "Verglichen werden nur yes-no und choice; „{name}“ ist {type}.",
            "Only yes-no and choice can be compared; “{name}” is {type}.",
        ),
        "when.value": (
            "„{name}“ wird nie „{value}“; möglich: {words}.",
            "“{name}” never is “{value}”; possible: {words}.",
        ),
        # Checks and actions
        "kind.unknown": (
            "Die Art „{kind}“ kennt dieses Programm nicht; der Schritt geht nur von Hand.",
            "This program does not know the kind “{kind}”; the step is by hand only.",
        ),
        "kind.no-check": ("„{kind}“ ist keine Prüfung.", "“{kind}” is no check."),
        "kind.no-action": ("„{kind}“ ist keine Aktion.", "“{kind}” is no action."),
        "parameter.unknown": (
            "„{kind}“ hat keinen Parameter „{name}“.",
            "“{kind}” has no parameter “{name}”.",
        ),
        "parameter.missing": (
            "„{kind}“ braucht den Parameter „{name}“.",
            "“{kind}” needs the parameter “{name}”.",
        ),
        "parameter.type": (
            "Der Parameter „{name}“ ist vom Typ {type}.",
            "The parameter “{name}” is of type {type}.",
        ),
        "parameter.type-of": (
            "Der Parameter „{name}“ ist vom Typ {type}; „{given}“ ist {is_type} (passend: {words}).",
            "The parameter “{name}” is of type {type}; “{given}” is {is_type} (fitting: {words}).",
        ),
        "parameter.choice": (
            "Der Parameter „{name}“ kennt nur: {words}.",
            "The parameter “{name}” knows only: {words}.",
        ),
        "parameter.literal": (
            "„{name}“ wird genommen, wie es dasteht: hier wird nichts eingesetzt.",
            "“{name}” is taken as it is written: nothing is put in here.",
        ),
        "parameter.secret": (
            "Der Parameter „{name}“ ist geheim ({type}): er verweist auf ein Geheimnis.",
            "The parameter “{name}” is secret ({type}): it refers to a secret.",
        ),
        # Finding runbooks
        "library.unknown": ("Ein Runbook „{name}“ gibt es nicht.", "There is no runbook “{name}”."),
        "library.unreadable": ("{path} lässt sich nicht lesen: {why}.", "{path} cannot be read: {why}."),
        "library.no-file": ("es ist keine Datei", "it is no file"),
        # Language siblings
        "sibling.id": (
            "Diese Datei gehört zu „{word}“, nicht zu „{main}“.",
            "This file belongs to “{word}”, not to “{main}”.",
        ),
        "sibling.language": (
            "Die Sprache {spoken} hat schon die Datei {file}.",
            "The language {spoken} is already that of {file}.",
        ),
        "sibling.not-text": (
            "„{field}“ ist kein Text der Sprache; es steht nur in {main}.",
            "“{field}” is not language; it stands only in {main}.",
        ),
        "sibling.surplus": (
            "„{field}“ gibt es in {main} an dieser Stelle nicht.",
            "{main} has no “{field}” at this place.",
        ),
        "sibling.surplus-id": (
            "„{word}“ gibt es in {main} an dieser Stelle nicht.",
            "{main} has no “{word}” at this place.",
        ),
        "sibling.no-id": (
            "Dieser Eintrag braucht die „id“ aus {main}.",
            "This entry needs the “id” it has in {main}.",
        ),
        "sibling.missing": (
            "Hier fehlt der Text „{field}“; gezeigt wird der aus {main}.",
            "The text “{field}” is missing here; that of {main} is shown.",
        ),
        "sibling.missing-id": (
            "Hier fehlen die Texte zu „{word}“; gezeigt werden die aus {main}.",
            "The texts of “{word}” are missing here; those of {main} are shown.",
        ),
        "sibling.length": (
            "„{field}“ hat hier {count} Einträge, in {main} {wanted}.",
            "“{field}” has {count} entries here, {wanted} in {main}.",
        ),
    }
)

HINTS: Final = Texts(
    {
        **YAML_HINTS,
        "backup.overwrites": (
            "Eine Sicherung erkennt man an ihrer id oder am Titel: Sicherung, sichern, Backup, Snapshot.",
            "A backup is known by its id or title: backup, back up, snapshot.",
        ),
        "backup.no-return": (
            "Eine Sicherung erkennt man an ihrer id oder am Titel: Sicherung, sichern, Backup, Snapshot.",
            "A backup is known by its id or title: backup, back up, snapshot.",
        ),
        "near": ("Gemeint ist vielleicht „{word}“.", "Perhaps “{word}” is meant."),
        "valid": ("Es gibt: {words}.", "There are: {words}."),
        "text.truth": (
            'Setzen Sie es in Anführungszeichen: "yes", "no", "true".',
            'Put it in quotes: "yes", "no", "true".',
        ),
        "text.number": (
            'Setzen Sie die Zahl in Anführungszeichen: "{value}".',
            'Put the number in quotes: "{value}".',
        ),
        "text.is-list": (
            "Beginnt der Text mit einer eckigen Klammer, setzen Sie ihn in Anführungszeichen.",
            "If the text begins with a bracket, put it in quotes.",
        ),
        "text.is-map": (
            "Steht im Text ein Doppelpunkt oder eine Klammer, setzen Sie ihn in Anführungszeichen.",
            "If the text holds a colon or a brace, put it in quotes.",
        ),
        "id.runbook": (
            "Kleinbuchstaben, Ziffern und Bindestriche: xphone-v8-to-v9.",
            "Lower case, digits and hyphens: xphone-v8-to-v9.",
        ),
        "id.phase": (
            "Kleinbuchstaben, Ziffern und Bindestriche: go-live.",
            "Lower case, digits and hyphens: go-live.",
        ),
        "id.step": (
            "Kleinbuchstaben, Ziffern und Bindestriche: go-live.",
            "Lower case, digits and hyphens: go-live.",
        ),
        "id.question": (
            "Kleinbuchstaben, Ziffern und Bindestriche: go-live.",
            "Lower case, digits and hyphens: go-live.",
        ),
        "id.colour": (
            "Kleinbuchstaben, Ziffern und Bindestriche: plan-a.",
            "Lower case, digits and hyphens: plan-a.",
        ),
        "id.kind": ("Zum Beispiel sql.connect.", "For example sql.connect."),
        "id.plan": (
            "Ein bis drei Buchstaben oder Ziffern: A, B, C2.",
            "One to three letters or digits: A, B, C2.",
        ),
        "id.machine": (
            "Kleinbuchstaben, Ziffern und Unterstriche: old_server.",
            "Lower case, digits and underscores: old_server.",
        ),
        "id.input": (
            "Kleinbuchstaben, Ziffern und Unterstriche: old_server.",
            "Lower case, digits and underscores: old_server.",
        ),
        "id.secret": (
            "Kleinbuchstaben, Ziffern und Unterstriche: sql_admin.",
            "Lower case, digits and underscores: sql_admin.",
        ),
        "name.not-here": (
            "Ein wörtliches ${{ schreibt man überall sonst {literal}.",
            "Elsewhere a literal ${{ is written {literal}.",
        ),
    }
)
