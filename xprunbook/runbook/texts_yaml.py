"""The sentences about bytes, characters and YAML: what an author wrote that cannot be read at all."""

from __future__ import annotations

from typing import Final

YAML_PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "no-libyaml": (
        "PyYAML ist ohne libyaml eingerichtet; Runbooks lassen sich so nicht lesen.",
        "PyYAML is installed without libyaml; runbooks cannot be read this way.",
    ),
    "no-libyaml.hint": (
        "Richten Sie PyYAML aus einem fertigen Paket (Wheel) neu ein.",
        "Install PyYAML again from a ready-made package (wheel).",
    ),
    "file.too-large": ("Die Datei ist größer als {limit} KiB.", "The file is larger than {limit} KiB."),
    "file.utf-16": ("Die Datei ist in UTF-16 geschrieben.", "The file is written in UTF-16."),
    "file.not-utf-8": (
        "Das Byte {byte} ist kein UTF-8.",
        "The byte {byte} is not UTF-8.",
    ),
    "file.bom": (
        "Die Datei beginnt mit einer Byte-Order-Markierung.",
        "The file begins with a byte order mark.",
    ),
    "file.long-line": (
        "Die Zeile hat {length} Zeichen, höchstens {limit} gehen.",
        "The line has {length} characters, the most is {limit}.",
    ),
    "character": (
        "Das unsichtbare Zeichen {character} darf nicht in einem Runbook stehen.",
        "The invisible character {character} must not be in a runbook.",
    ),
    "character.escape": (
        "Diese Schreibweise ergibt das unsichtbare Zeichen {character}.",
        "This escape makes the invisible character {character}.",
    ),
    "yaml.empty": ("Die Datei ist leer.", "The file is empty."),
    "yaml.nodes": ("Die Datei hat mehr als {limit} Einträge.", "The file has more than {limit} nodes."),
    "yaml.depth": (
        "Hier ist mehr als {limit}-fach verschachtelt.",
        "This is nested more than {limit} deep.",
    ),
    "yaml.documents": (
        "Eine Datei hält nur ein Runbook; „---“ beginnt ein zweites.",
        "A file holds one runbook only; “---” begins a second one.",
    ),
    "yaml.directive": ("Anweisungen mit % sind nicht erlaubt.", "Directives with % are not allowed."),
    "yaml.anchor": ("Anker (&{name}) sind nicht erlaubt.", "Anchors (&{name}) are not allowed."),
    "yaml.alias": ("Verweise (*{name}) sind nicht erlaubt.", "Aliases (*{name}) are not allowed."),
    "yaml.tag": ("Typangaben ({tag}) sind nicht erlaubt.", "Tags ({tag}) are not allowed."),
    "yaml.merge": ("Das Einmischen mit << ist nicht erlaubt.", "Merging with << is not allowed."),
    "yaml.duplicate": (
        "„{word}“ steht schon in Zeile {line}, Spalte {column}.",
        "“{word}” already stands in line {line}, column {column}.",
    ),
    "yaml.empty-key": ("Hier fehlt der Name vor dem Doppelpunkt.", "The name before the colon is missing."),
    "yaml.complex-key": (
        "Ein Feldname ist ein Wort, keine Liste und keine Felder.",
        "A field's name is a word, neither a list nor fields.",
    ),
    "yaml.hash": (
        "Ab hier ist alles Kommentar und gehört nicht mehr zum Text.",
        "From here on all is a comment and no longer part of the text.",
    ),
    "yaml.dollar": (
        "In Klammern muss eine Eingabe in Anführungszeichen stehen: {example}.",
        "Inside braces or brackets an input must be in quotes: {example}.",
    ),
    "yaml.tab": (
        "Hier steht ein Tabulator; eingerückt wird mit Leerzeichen.",
        "This is a tab; indentation is made of blanks.",
    ),
    "yaml.reserved": (
        "Ein Text kann nicht mit {character} beginnen.",
        "A text cannot begin with {character}.",
    ),
    "yaml.backslash": (
        "„{escape}“ ist in doppelten Anführungszeichen keine gültige Schreibweise.",
        "“{escape}” is no valid escape in double quotes.",
    ),
    "yaml.open-quote": (
        "Dieses Anführungszeichen wird nicht geschlossen.",
        "This quotation mark is never closed.",
    ),
    "yaml.after-quote": (
        "Nach dem schließenden Anführungszeichen geht der Text weiter.",
        "The text goes on after the closing quotation mark.",
    ),
    "yaml.flow-bracket": (
        "Der Text enthält „{character}“ und steht in Klammern.",
        "The text holds “{character}” and stands inside braces or brackets.",
    ),
    "yaml.flow": (
        "In den Klammern ab Zeile {line}, Spalte {column} fehlt ein Komma oder die schließende Klammer.",
        "Inside the braces from line {line}, column {column} a comma or the closing brace is missing.",
    ),
    "yaml.colon": (
        "Der Text enthält einen Doppelpunkt mit Leerzeichen.",
        "The text holds a colon followed by a blank.",
    ),
    "yaml.bracket": (
        "Ein Text, der mit „{character}“ beginnt, wird als Liste oder Felder gelesen.",
        "A text that begins with “{character}” is read as a list or fields.",
    ),
    "yaml.no-blank": (
        "Nach „{word}:“ fehlt das Leerzeichen.",
        "The blank after “{word}:” is missing.",
    ),
    "yaml.no-colon": (
        "Diese Zeile hat keinen Doppelpunkt nach dem Feldnamen.",
        "This line has no colon after the field's name.",
    ),
    "yaml.indent": (
        "Die Einrückung passt nicht zu den Zeilen darüber.",
        "The indentation does not match the lines above.",
    ),
    "yaml.dash": (
        "Eine Liste beginnt auf der Zeile nach dem Feldnamen.",
        "A list begins on the line after the field's name.",
    ),
    "yaml.block": (
        "Nach | oder > folgt der Text erst auf der nächsten Zeile, weiter eingerückt.",
        "After | or > the text follows on the next line, indented further.",
    ),
    "yaml.syntax": ("Das ist kein gültiges YAML: {said}.", "This is not valid YAML: {said}."),
}

_QUOTE = ("Setzen Sie den Text in Anführungszeichen.", "Put the text in quotes.")
_SINGLE = (
    "Nehmen Sie einfache Anführungszeichen: 'C:\\Daten'.",
    "Use single quotes: 'C:\\Data'.",
)

YAML_HINTS: Final[dict[str, tuple[str, str]]] = {
    "file.utf-16": ("Speichern Sie sie als UTF-8.", "Save it as UTF-8."),
    "file.not-utf-8": ("Speichern Sie die Datei als UTF-8.", "Save the file as UTF-8."),
    "file.bom": ("Speichern Sie sie als UTF-8 ohne BOM.", "Save it as UTF-8 without BOM."),
    "character": ("Löschen Sie das Zeichen.", "Delete the character."),
    "character.escape": _SINGLE,
    "yaml.backslash": _SINGLE,
    "yaml.reserved": _QUOTE,
    "yaml.after-quote": (
        "Setzen Sie den ganzen Text in Anführungszeichen; ein ' darin wird verdoppelt.",
        "Put the whole text in quotes; a ' inside is doubled.",
    ),
    "yaml.flow-bracket": _QUOTE,
    "yaml.colon": _QUOTE,
    "yaml.bracket": _QUOTE,
    "yaml.hash": _QUOTE,
    "yaml.anchor": _QUOTE,
    "yaml.alias": _QUOTE,
    "yaml.tag": _QUOTE,
}
