# complete.zsh SCRIPT FOLDER 'words as they are typed': what zsh would offer, in a terminal of its own
zmodload zsh/zpty
path=($2 $path)
zpty shell zsh -f -i
zpty -w shell "PS1=; PS2=; unsetopt beep; autoload -Uz compinit; compinit -u -D; source '$1'; setopt list_ambiguous auto_list no_menu_complete; zstyle ':completion:*' list-separator ' -- '; bindkey '^I' complete-word; print re''ady"
zpty -r -m shell begun '*ready*'
zpty -w -n shell "hallmark $3"$'\t'$'\t'
zpty -w -n shell $'\C-a: \C-e; print do''ne\n'
zpty -r -m shell shown '*done*done*'
print -r -- "$shown"
zpty -d shell
