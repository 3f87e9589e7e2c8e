"""The secrets of a run: which steps use them, where each is kept, and its value at the moment of use.

A secret comes from the vault or, for one session, from memory. Plans and events hold handles; nothing here returns
a value but ``secret``. Calls that look into the vault may take as long as its limit: not for a face's own thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from xprunbook.base.language import Language, Texts
from xprunbook.base.redactor import KnownSecrets, is_short
from xprunbook.run.automation import Automation, Bench, Result, unrecorded
from xprunbook.run.contract import Credential, NotHere
from xprunbook.run.vault import MEMORY, NoVault, Vault, VaultFailed, VaultState, VaultTrouble
from xprunbook.run.view import StepView, view
from xprunbook.runbook.model import Runbook, Secret, SecretScope, Step, Use
from xprunbook.runbook.substitute import SecretHandle, names_in_parameter

TEXTS: Final = Texts(
    {
        "not-given": (
            "Zugangsdaten fehlen: {title}",
            "A credential is missing: {title}",
        ),
        "not-given.hint": (
            "Sie lassen sich vor dem Ausführen oder in den Zugangsdaten des Laufs eingeben.",
            "It can be given before the step is run, or with the credentials of the run.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a secret is now. ``place``: a backend, ``memory``, or empty if it was not given; ``trouble``: why the
    vault could not be asked; ``short``: too short to be hidden in output; ``declined``: this session does without."""

    secret: Secret
    place: str = ""
    trouble: VaultTrouble | None = None
    short: bool = False
    declined: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    credential: Credential = field(repr=False)
    place: str


class SecretStore:
    """The secrets of a program, shared by all its sessions: the vault, this session's memory, and what to hide."""

    def __init__(self, vault: Vault | None = None, known: KnownSecrets | None = None) -> None:
        self.vault: Final[Vault] = vault or NoVault()
        self.known: Final = known or KnownSecrets()
        self._lock = threading.Lock()
        self._memory: dict[str, Credential] = {}
        self._declined: set[str] = set()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def find(self, name: str) -> _Found | None:
        """The secret of this name and where it was; None if it is nowhere. VaultFailed when that is not known."""
        with self._lock:
            held = self._memory.get(name)
        if held is not None:
            return _Found(held, MEMORY)
        state = self.vault.look()
        if not state.usable and state.trouble is VaultTrouble.NONE:
            return None
        credential = self.vault.read(name)
        if credential is None:
            return None
        self.known.add(credential.password)
        return _Found(credential, state.backend)

    def give(self, name: str, credential: Credential, keep: bool) -> VaultFailed | None:
        """Hold a secret: in the vault if it is to be kept and can be, else in memory; why it could not, or None."""
        self.known.add(credential.password)
        with self._lock:
            self._declined.discard(name)
        if keep:
            try:
                self.vault.write(name, credential)
            except VaultFailed as error:
                with self._lock:
                    self._memory[name] = credential
                return error
            with self._lock:
                self._memory.pop(name, None)
            return None
        with self._lock:
            self._memory[name] = credential
        return None

    def forget(self, name: str) -> bool:
        """Forget a secret everywhere; whether there was one. VaultFailed when the vault may still have it."""
        with self._lock:
            self._declined.discard(name)
            held = self._memory.pop(name, None) is not None
        if self.vault.look().trouble is VaultTrouble.NONE:
            return held
        return self.vault.remove(name) or held

    def decline(self, name: str) -> None:
        """Do without it in this session."""
        with self._lock:
            self._declined.add(name)

    def declined(self, name: str) -> bool:
        """Whether this session does without it."""
        with self._lock:
            return name in self._declined


class SecretKeeper:
    """The secrets of one run and of the runs its steps are: all of them share what has the same id and type.

    ``run``: the name of the top run. Two top runs never share a secret, unless its scope is the user.
    """

    def __init__(self, store: SecretStore, runbook: Runbook, run: str, language: Language) -> None:
        self._store = store
        self._runbook = runbook
        self._run = run
        self._language: Language = language
        self._lock = threading.Lock()
        self._places: dict[str, str] = {}

    @property
    def known(self) -> KnownSecrets:
        """The redactor that hides them."""
        return self._store.known

    def vault(self, afresh: bool = False) -> VaultState:
        """Where secrets can be kept, or why not; ``afresh`` asks again."""
        return self._store.vault.look(afresh)

    def secrets(self) -> tuple[Secret, ...]:
        """The secrets the runbook declares."""
        return tuple(self._runbook.secrets.values())

    def uses(self, step: Step) -> tuple[Secret, ...]:
        """The secrets a step's checks and action use."""
        names = {name for use in uses_of(step) for name in _names(use)}
        return tuple(secret for secret in self.secrets() if secret.id in names)

    def steps(self, secret: str) -> tuple[Step, ...]:
        """The steps that use a secret."""
        found = (step for step in self._runbook.steps.values() if step.leaf)
        return tuple(step for step in found if secret in {item.id for item in self.uses(step)})

    def missing(self, step: Step) -> tuple[Secret, ...]:
        """The secrets to ask for before a step is run: not given and not declined. Optional ones too, once."""
        return tuple(
            secret
            for secret in self.uses(step)
            if not (standing := self.standing(secret.id)).place and not standing.declined
        )

    def standing(self, secret: str) -> Standing:
        """Where a secret is now."""
        declared = self._runbook.secrets[secret]
        declined = self._store.declined(self.name(secret))
        try:
            found = self._store.find(self.name(secret))
        except VaultFailed as error:
            return Standing(declared, "", error.trouble, declined=declined)
        if found is None:
            return Standing(declared, declined=declined)
        return Standing(declared, found.place, None, is_short(found.credential.password))

    def given(self, handle: SecretHandle) -> bool:
        """Whether a parameter with this secret is passed on: an optional one that nobody gave is left out."""
        secret = self._runbook.secrets.get(handle.id)
        return secret is None or not secret.optional or bool(self.standing(handle.id).place)

    def secret(self, handle: SecretHandle) -> Credential:
        """The value, at the moment of use. NotHere if it was not given, or the vault does not give it."""
        secret = self._runbook.secrets.get(handle.id)
        found = None
        hint = TEXTS.say("not-given.hint", self._language)
        if secret is not None:
            try:
                found = self._store.find(self.name(handle.id))
            except VaultFailed as error:
                hint = error.message
        if found is None:
            title = secret.title if secret else handle.id
            raise NotHere(TEXTS.say("not-given", self._language, title=title), hint)
        with self._lock:
            self._places[handle.id] = found.place
        return found.credential

    def place_of(self, secret: str) -> str:
        """Where the value that was last used came from: a backend or ``memory``."""
        with self._lock:
            return self._places.get(secret, "")

    def give(self, secret: str, credential: Credential, keep: bool) -> VaultFailed | None:
        """Take a secret: into the vault, or for this session only. Why it could not be kept, or None."""
        return self._store.give(self.name(secret), credential, keep)

    def decline(self, secret: str) -> None:
        """Do without an optional secret in this session: the account this program works under logs on."""
        self._store.decline(self.name(secret))

    def forget(self, secrets: Iterable[str] | None = None) -> tuple[str, ...]:
        """Forget these, or all of the run and of the user that the runbook names; which there were. VaultFailed."""
        chosen = list(self._runbook.secrets) if secrets is None else list(secrets)
        return tuple(secret for secret in chosen if self._store.forget(self.name(secret)))

    def forget_run(self) -> tuple[str, ...]:
        """Forget what belongs to this run and not to the user: it was closed."""
        own = (item.id for item in self.secrets() if item.scope is SecretScope.RUN)
        return self.forget(own)

    def name(self, secret: str) -> str:
        """The name a secret stands under in the vault."""
        return vault_name(self._runbook.secrets[secret], self._run)


def vault_name(secret: Secret, run: str) -> str:
    """``xprunbook/run/<run>/<type>/<id>``, or ``xprunbook/user/<type>/<id>`` for one that belongs to the user.

    ``run``: the name of the top run. The type, because a login and a password of one id are not the same secret.
    """
    if secret.scope is SecretScope.USER:
        return f"xprunbook/user/{secret.type}/{secret.id}"
    return f"xprunbook/run/{run}/{secret.type}/{secret.id}"


def uses_of(step: Step) -> tuple[Use, ...]:
    """The checks before, the action and the checks after."""
    return (*step.before, *((step.action,) if step.action else ()), *step.after)


def _names(use: Use) -> tuple[str, ...]:
    return tuple(name for value in use.parameters.values() for name in names_in_parameter(value))


def with_secrets(
    automation: Automation,
    keeper: SecretKeeper | None,
    used: Callable[[str, SecretHandle], None] = unrecorded,
) -> Automation:
    """The automation with the secrets of a run; without a keeper it hides those of other runs all the same."""
    if keeper is None:
        return replace(automation, redactor=automation.store.known) if automation.store else automation
    return replace(automation, secret=keeper.secret, redactor=keeper.known, given=keeper.given, used=used)


def tester_of(bench: Bench, secret: str) -> tuple[StepView, Use] | None:
    """The first use of the plan whose kind can try the secret; None if none can."""
    for row in view(bench.runbook, bench.state).leaves():
        for use in uses_of(row.step):
            kind = bench.automation.kinds.load(use.kind) if secret in _names(use) else None
            if hasattr(kind, "test_secret"):
                return row, use
    return None


def try_secret(bench: Bench, secret: str) -> Result | None:
    """Try a secret by the kind that uses it; None if no kind can. Whatever goes wrong is a finding."""
    found = tester_of(bench, secret)
    return bench.try_secret(*found, SecretHandle(secret)) if found is not None else None
