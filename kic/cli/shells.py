r"""Scripts that teach a shell to complete `kic`.

Each calls `kic completion --candidates -- WORD...` with the words up to the cursor, the last one begun (or empty);
`--after` says that a new word begins, for shells that drop an empty one. It answers with one line for each
candidate: the word, a tab, what it means. Without an answer the shell offers names of files.
"""

BASH = r"""
# kic: completion for bash. In ~/.bashrc:  eval "$(kic completion bash)"
_kic_completion() {
    local line word wide=0 room
    local -a found=()
    COMPREPLY=()
    while IFS= read -r line; do
        found+=("$line")
        word=${line%%$'\t'*}
        (( ${#word} > wide )) && wide=${#word}
    done < <("$1" completion --candidates -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    room=$(( ${COLUMNS:-80} > wide + 24 ? ${COLUMNS:-80} - wide - 6 : 18 ))
    for line in "${found[@]}"; do
        word=${line%%$'\t'*}
        line=${line#*$'\t'}
        # Several are listed with what they mean; one alone, or one that is put in turn into the line, goes without.
        if (( ${#found[@]} > 1 )) && [[ -n $line && ${COMP_TYPE:-0} != 37 && ${COMP_TYPE:-0} != 42 ]]; then
            printf -v word '%-*s  (%s)' "$wide" "$word" "${line:0:room}"
        fi
        COMPREPLY+=("$word")
    done
}
complete -o default -F _kic_completion kic
"""

ZSH = r"""
#compdef kic
# kic: completion for zsh. In ~/.zshrc, after compinit:  eval "$(kic completion zsh)"
_kic() {
    local line
    local -a found
    for line in "${(@f)$("${words[1]}" completion --candidates -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        [[ -n "$line" ]] && found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    if (( ${#found} )); then
        _describe kic found
    else
        _files
    fi
}
if [[ $funcstack[1] == _kic ]]; then  # autoloaded from a folder of fpath, at the first Tab
    _kic "$@"
else
    compdef _kic kic
fi
"""

FISH = r"""
# kic: completion for fish. In ~/.config/fish/config.fish:  kic completion fish | source
function __kic_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -g __kic_found ($program completion --candidates -- $words "$current" 2>/dev/null)
    test (count $__kic_found) -gt 0
end
complete -c kic -n __kic_candidates -f -a '(printf "%s\n" $__kic_found)'
"""

POWERSHELL = r"""
# kic: completion for PowerShell. In $PROFILE:  kic completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName kic -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $options = @('--candidates')
    if ("$wordToComplete" -eq '') { $options += '--after' } else { $words += "$wordToComplete" }
    kic completion @options '--' @words 2>$null | ForEach-Object {
        $word, $meaning = $_ -split "`t", 2
        if (-not $meaning) { $meaning = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $meaning)
    }
}
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}
