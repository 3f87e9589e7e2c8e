"""``xprunbook completion bash|zsh|powershell``: a small script for a shell, made from the declared command line."""

from __future__ import annotations

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language

if TYPE_CHECKING:
    from argparse import Namespace

    from xprunbook.cli.arguments import Commands

INSTALL: Final = """To switch it on:

  bash        xprunbook completion bash > ~/.local/share/bash-completion/completions/xprunbook
  zsh         xprunbook completion zsh > ~/.zfunc/_xprunbook     (with fpath+=~/.zfunc before compinit)
  PowerShell  xprunbook completion powershell >> $PROFILE
"""


def add(commands: Commands) -> None:
    """Declare the command."""
    from argparse import RawDescriptionHelpFormatter

    command = commands.add_parser(
        "completion",
        help="print a script that completes commands in a shell",
        description="Print a script that completes commands and options in a shell.",
        epilog=INSTALL,
        formatter_class=RawDescriptionHelpFormatter,
    )
    command.set_defaults(module="completion", command="completion")
    command.add_argument("shell", choices=tuple(SHELLS))


def run(arguments: Namespace, language: Language) -> int:
    """Print the script."""
    del language
    print(SHELLS[arguments.shell](words()), end="")
    return ExitCode.OK


def words() -> Mapping[str, Sequence[str]]:
    """What can follow: under the empty name the commands and options of the program, then those of each command."""
    from xprunbook.cli.arguments import FAMILIES, parser

    top = parser(tuple(FAMILIES))
    found: dict[str, Sequence[str]] = {}
    for action in top._actions:
        if isinstance(action, _SubParsersAction):
            found[""] = (*action.choices, *_options(top))
            found.update({name: _following(command) for name, command in action.choices.items()})
    return found


def _options(parser: ArgumentParser) -> tuple[str, ...]:
    return tuple(
        word for action in parser._actions for word in action.option_strings if word.startswith("--")
    )


def _following(parser: ArgumentParser) -> tuple[str, ...]:
    below = [
        name for action in parser._actions if isinstance(action, _SubParsersAction) for name in action.choices
    ]
    choices = [
        str(word)
        for action in parser._actions
        if action.choices is not None
        and not action.option_strings
        and not isinstance(action, _SubParsersAction)
        for word in action.choices
    ]
    return (*below, *choices, *_options(parser))


def bash(found: Mapping[str, Sequence[str]]) -> str:
    """For bash, without bash-completion's helpers; file names are completed too."""
    cases = "\n".join(f"    {name}) words='{' '.join(follow)}' ;;" for name, follow in found.items() if name)
    return f"""# xprunbook: completion for bash
_xprunbook() {{
  local cur="${{COMP_WORDS[COMP_CWORD]}}" words='{" ".join(found[""])}'
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "${{COMP_WORDS[1]}}" in
{cases}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o default -F _xprunbook xprunbook
"""


def zsh(found: Mapping[str, Sequence[str]]) -> str:
    """For zsh."""
    cases = "\n".join(f"    {name}) found=({' '.join(follow)}) ;;" for name, follow in found.items() if name)
    return f"""#compdef xprunbook
_xprunbook() {{
  local -a found
  found=({" ".join(found[""])})
  if (( CURRENT > 2 )); then
    case "$words[2]" in
{cases}
    esac
  fi
  compadd -- $found
  _files
}}
compdef _xprunbook xprunbook
"""


def powershell(found: Mapping[str, Sequence[str]]) -> str:
    """For Windows PowerShell 5.1 and PowerShell 7."""

    def quoted(follow: Sequence[str]) -> str:
        return ", ".join(f"'{word}'" for word in follow)

    table = "\n".join(f"    '{name}' = @({quoted(follow)})" for name, follow in found.items())
    return f"""# xprunbook: completion for PowerShell
Register-ArgumentCompleter -Native -CommandName xprunbook -ScriptBlock {{
  param($word, $line, $position)
  $table = @{{
{table}
  }}
  $parts = @($line.CommandElements | ForEach-Object {{ $_.ToString() }})
  $under = ''
  if ($parts.Count -gt 1 -and $table.ContainsKey($parts[1]) -and $parts[1] -ne $word) {{ $under = $parts[1] }}
  $table[$under] | Where-Object {{ $_ -like "$word*" }} |
    ForEach-Object {{ [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }}
}}
"""


SHELLS: Final = {"bash": bash, "zsh": zsh, "powershell": powershell}
"""The shells there is a script for."""
