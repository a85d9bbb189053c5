"""Completions in bash, zsh and fish, and the manual page, read by these shells and by mandoc."""

import re
import shutil
import subprocess
import unittest

from program import PROGRAM, ProgramTest

# Runs a zsh in a terminal of its own, types the words of $2 and Tab, and prints each match as <MATCH>.
ZSH_DRIVER = r"""
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "stty -echo; PROMPT=; autoload -U compinit; compinit -u -D; source $1"
zpty -w z "found() {
  compadd() {
    if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd \"\$@\"; return; fi
    local -a hits
    builtin compadd -A hits \"\$@\"
    print -rl -- '<'\$^hits'>' > /dev/tty
    builtin compadd \"\$@\"
  }
  _main_complete; compstate[insert]=; compstate[list]=; print -r -- 'END''OFLIST' > /dev/tty
}"
zpty -w z "zle -C found complete-word found; bindkey '^I' found; print -r -- 'REA''DY'"
zpty -r -m z line '*READY*'
zpty -w -n z "$2"$'\t'
zpty -r -m z line '*ENDOFLIST*'
print -r -- "$line"
zpty -d z
"""


def needs(command):
    return unittest.skipUnless(shutil.which(command), f"{command} is not installed")


class Completion(ProgramTest):
    def script(self, shell):
        path = self.folder / shell
        path.write_text(self.run_program("completion", shell))
        return path

    def shell_output(self, *command):
        done = subprocess.run([*map(str, command)], cwd=self.folder, capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), command)
        return done.stdout

    def check_offers(self, offers):
        """`offers(words)` returns what a shell offers for the last of the words, which the user is typing."""
        (self.folder / "a.safetensors").touch()
        (self.folder / "folder").mkdir()
        for words, offered, withheld in (
            (["tra"], {"train"}, {"evaluate"}),
            (["train", "--sch"], {"--schedule"}, {"--seed"}),
            (["train", "--schedule", ""], {"constant", "cosine"}, {"a.safetensors", "deep-30"}),
            (["train", "deep-3"], {"deep-30", "deep-30-2006"}, {"conv-32"}),
            (["evaluate", "a"], {"a.safetensors"}, {"--json"}),
            (["evaluate", "--data", "f"], {"folder/"}, {"a.safetensors"}),
            (["encode", "--split", "t"], {"test", "train"}, set()),
            (["help", "fig"], {"figures"}, set()),
            (["completion", ""], {"bash", "zsh", "fish"}, set()),
        ):
            found = set(offers(words))
            self.assertLessEqual(offered, found, words)
            self.assertFalse(withheld & found, words)

    def test_every_command_and_option_of_the_help_is_completed(self):
        commands = [line.split()[0] for line in self.run_program("--help").split("Subcommands:\n")[1].splitlines()
                    if line.startswith("  ") and line[2] != " "]
        commands = commands[: commands.index("help") + 1]
        self.assertGreater(len(commands), 14)
        scripts = {shell: self.script(shell).read_text() for shell in ("bash", "zsh", "fish")}
        for command in commands[:4]:
            options = [line.split()[0].split(",")[-1] for line in self.run_program(command, "--help").splitlines()
                       if line.startswith(("  --", "  -h,--"))]
            self.assertGreater(len(options), 1)
            for option in options:
                self.assertIn(f" {option} ", scripts["bash"].split(f" {command}) options=")[1].splitlines()[0]
                              .replace("'", " "))
                self.assertIn(f"{option}[", scripts["zsh"].split(f"    {command})\n")[1].split(" ;;")[0])
                self.assertRegex(scripts["fish"], f"command {command}' -l {option[2:]} ")

    @needs("bash")
    def test_bash_offers_what_fits(self):
        script = self.script("bash")
        self.check_offers(lambda words: self.shell_output(
            "bash", "-euc", 'source "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _hourglass; '
            'for word in "${COMPREPLY[@]}"; do if [[ -d $word ]]; then word+=/; fi; printf "%s\\n" "$word"; done',
            "-", script, "hourglass", *words).splitlines())
        if shutil.which("shellcheck"):
            self.shell_output("shellcheck", "--shell=bash", script)

    @needs("fish")
    def test_fish_offers_what_fits(self):
        script = self.script("fish")
        self.shell_output("fish", "--no-execute", script)
        self.check_offers(lambda words: [line.split("\t")[0] for line in self.shell_output(
            "fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", script,
            " ".join(["hourglass", *words])).splitlines()])

    @needs("zsh")
    def test_zsh_offers_what_fits(self):
        script = self.script("zsh")
        self.shell_output("zsh", "-n", script)
        driver = self.folder / "driver"
        driver.write_text(ZSH_DRIVER)
        self.check_offers(lambda words: self.offers_of_zsh(driver, script, words))

    def offers_of_zsh(self, driver, script, words):
        output = self.shell_output("zsh", "-f", driver, script, " ".join(["hourglass", *words]))
        found = re.findall("<([^>]+)>", output)
        return [name + "/" if (self.folder / name).is_dir() else name for name in found]

    def test_other_shells_are_refused(self):
        self.assert_refused(["completion", "tcsh"], 2, "bash, zsh or fish", '"tcsh"')
        self.assert_refused(["completion"], 2, "SHELL")


class Manual(ProgramTest):
    @needs("mandoc")
    def test_manual_is_clean_and_has_every_command_and_option(self):
        page = self.folder / "hourglass.1"
        page.write_text(self.run_program("manual"))
        lint = subprocess.run(["mandoc", "-Tlint", page], capture_output=True, text=True, check=False)
        self.assertEqual((lint.returncode, lint.stdout), (0, ""))
        text = subprocess.run(["mandoc", "-Tutf8", "-Owidth=100", page], capture_output=True, text=True,
                              check=True).stdout
        while "\b" in text:  # bold letters are typed twice
            index = text.index("\b")
            text = text[: index - 1] + text[index + 1 :]
        for words in ("--print-config", "--weight-decay X", "evaluate", "EXIT STATUS", "conv-8-16-16-unpool"):
            self.assertIn(words, text)
        for line in self.run_program("train", "--help").split("Examples:")[1].splitlines():
            self.assertIn(line.removesuffix("\\").strip(), text)  # the help wraps commands that are too long

    def test_date_follows_reproducible_builds(self):
        page = subprocess.run([PROGRAM, "manual"], env={"SOURCE_DATE_EPOCH": "86400"}, capture_output=True, text=True,
                              check=True).stdout
        self.assertIn(".TH HOURGLASS 1 1970-01-02 ", page)
