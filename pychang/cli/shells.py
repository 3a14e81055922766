"""The shells' side of completion: a script for each, and how it and the program talk.

The script runs the program with the words of the line in COMP_WORDS, and the number of the one to complete
in COMP_CWORD; the program prints a line `kind<tab>word<tab>help` for each that it may be. Kinds: `plain`, a
word; `dir`, `file`, `song`, `voice`: the shell itself looks for folders, files, `.chang` files, or zips.
"""

from __future__ import annotations

import os
import shlex

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

from pychang.cli.main import COMPLETE

BASH = r"""_pychang() {
    local kind word help
    COMPREPLY=()
    while IFS=$'\t' read -r kind word help; do
        case $kind in
            plain) COMPREPLY+=("$word") ;;
            dir) _pychang_paths -d ;;
            file) _pychang_paths -f ;;
            song) _pychang_paths -f -X '!*.chang'; _pychang_paths -d ;;
            voice) _pychang_paths -f -X '!*.zip'; _pychang_paths -d ;;
        esac
    done < <(COMP_WORDS="$(printf '%s\n' "${COMP_WORDS[@]}")" COMP_CWORD=$COMP_CWORD \
        @VARIABLE@=bash_complete "$1" 2>/dev/null)
}
_pychang_paths() {
    local path word="${COMP_WORDS[COMP_CWORD]}"
    compopt -o filenames 2>/dev/null
    while IFS= read -r path; do
        [[ ${path##*/} == .* && ${word##*/} != .* ]] || COMPREPLY+=("$path")
    done < <(compgen "$@" -- "$word")
}
complete -F _pychang pychang
"""
ZSH = r"""#compdef pychang
_pychang() {
    local kind word help line
    local -a plain answer
    answer=("${(@f)$(COMP_WORDS="${(F)words}" COMP_CWORD=$((CURRENT - 1)) @VARIABLE@=zsh_complete \
        ${words[1]} 2>/dev/null)}")
    for line in $answer; do
        kind=${line%%$'\t'*}; line=${line#*$'\t'}
        word=${line%%$'\t'*}; help=${line#*$'\t'}
        case $kind in
            plain) plain+=("${word//:/\\:}${help:+:$help}") ;;
            dir) _files -/ ;;
            file) _files ;;
            song) _files -g '*.chang(-.)' ;;
            voice) _files -g '*.zip(-.)' ;;
        esac
    done
    (( $#plain )) && _describe pychang plain
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _pychang "$@"; else compdef _pychang pychang; fi
"""
FISH = r"""function __pychang
    set -l words (commandline -opc) (commandline -ct)
    set -l at (math (count $words) - 1)
    set -l answer (COMP_WORDS=(string join \n -- $words | string collect) COMP_CWORD=$at \
        @VARIABLE@=fish_complete $words[1] 2>/dev/null)
    for line in $answer
        set -l item (string split \t -- $line)
        switch $item[1]
            case plain
                string join \t -- $item[2] $item[3]
            case dir
                __fish_complete_directories $item[2]
            case file
                __fish_complete_path $item[2]
            case song
                string match -r '.*(?:/|\.chang)$' -- (__fish_complete_path $item[2] | string split -f 1 \t)
            case voice
                string match -r '.*(?:/|\.zip)$' -- (__fish_complete_path $item[2] | string split -f 1 \t)
        end
    end
end
complete --no-files --command pychang --arguments '(__pychang)'
"""
POWERSHELL = r"""Register-ArgumentCompleter -Native -CommandName pychang -ScriptBlock {
    param($word, $line, $cursor)
    $words = @($line.CommandElements | ForEach-Object { $_.Extent.Text })
    if (-not $word) { $words += '' }
    $before = [Console]::OutputEncoding
    [Console]::OutputEncoding = [Text.UTF8Encoding]::new()
    $env:COMP_WORDS = $words -join "`n"
    $env:COMP_CWORD = $words.Count - 1
    $env:@VARIABLE@ = 'powershell_complete'
    try { $answer = & $words[0] 2>$null }
    finally {
        Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:@VARIABLE@
        [Console]::OutputEncoding = $before
    }
    foreach ($item in $answer) {
        $kind, $value, $help = $item -split "`t"
        $quoted = {
            param($text)
            if ($text -match '[\s''"]') { "'" + $text.Replace("'", "''") + "'" } else { $text }
        }
        if ($kind -eq 'plain') {
            if (-not $help) { $help = $value }
            [Management.Automation.CompletionResult]::new((& $quoted $value), $value, 'ParameterValue', $help)
            continue
        }
        $start = $value.Trim('''"')
        Get-ChildItem -Path "$start*" -ErrorAction SilentlyContinue | Where-Object {
            $_.PSIsContainer -or $kind -eq 'file' -or ($kind -eq 'song' -and $_.Extension -eq '.chang') -or
            ($kind -eq 'voice' -and $_.Extension -eq '.zip')
        } | ForEach-Object {
            $folder = if ($start) { Split-Path $start } else { '' }
            $path = if ($folder) { Join-Path $folder $_.Name } else { $_.Name }
            [Management.Automation.CompletionResult]::new((& $quoted $path), $_.Name, 'ParameterValue', $path)
        }
    }
}
"""


class Shell(ShellComplete):
    """What all of them say to the program, and hear."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one to complete, and what there is of that one."""
        words = os.environ["COMP_WORDS"].split("\n")
        at = int(os.environ["COMP_CWORD"])
        bare = without_quotes if self.name == "powershell" else unescaped
        before = [bare(word) for word in words[1:at]]
        return before, bare(words[at]) if at < len(words) else ""

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.type}\t{item.value}\t{' '.join((item.help or '').split())}"


def unescaped(word: str) -> str:
    """A word of the line without its quotes and backslashes, though a quote may still be open."""
    for closing in ("", "'", '"'):
        try:
            return "".join(shlex.split(word + closing))
        except ValueError:
            continue
    return word


def without_quotes(word: str) -> str:
    """The same where a backslash is part of a path."""
    return word.strip("'\"")


_SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}
SHELLS: dict[str, type[Shell]] = {
    name: type(
        name.title(), (Shell,), {"name": name, "source_template": text.replace("@VARIABLE@", COMPLETE)}
    )
    for name, text in _SCRIPTS.items()
}


def add_shells() -> None:
    """Let click answer in the way of these scripts, and not in its own."""
    for shell in SHELLS.values():
        add_completion_class(shell)
