# complete.zsh SCRIPT FOLDER 'words as they are typed': what zsh would offer, in a terminal of its own
zmodload zsh/zpty
path=($2 $path)
zpty shell zsh -f -i
zpty -w shell "PS1=; PS2=; unsetopt beep; autoload -Uz compinit; compinit -u -D; source '$1'; bindkey '^I' complete-word"
zpty -w shell 'print re"ady"'
zpty -r -m shell begun '*ready*'
zpty -w -n shell "hallmark $3"$'\t\t'
zpty -w shell $'\C-a: \C-e; print do"ne"'
zpty -r -m shell shown '*done*'
print -r -- "$shown"
zpty -d shell
