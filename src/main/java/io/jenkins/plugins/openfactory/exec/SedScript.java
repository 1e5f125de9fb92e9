package io.jenkins.plugins.openfactory.exec;

/**
 * Reads a sed script by the grammar of GNU sed's manual ("sed scripts", "Commands within a script or script-file") and
 * says whether it only shows and changes lines: the commands {@code e r R w W F} and the flags {@code e} and {@code w} of
 * {@code s} are not known here. Sed itself runs with {@code --sandbox}, which refuses them too. One script each; not safe
 * for threads.
 */
final class SedScript {
    private static final String PLAIN = "=dDgGhHnNpPxz";
    private static final String NUMBERED = "qQlL";
    private static final String TEXT = "aic";
    private static final String JUMP = "btT";

    private final String script;
    private int at;
    private int blocks;

    private SedScript(String script) {
        this.script = script;
    }

    /** Whether the whole text is a script, or a part of one given with {@code -e}, of harmless commands. */
    static boolean harmless(String script) {
        SedScript read = new SedScript(script);
        try {
            read.commands();
            return read.blocks >= 0;
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return false;
        }
    }

    private void commands() {
        while (true) {
            while (at < script.length() && (blank() || script.charAt(at) == ';')) {
                at++;
            }
            if (at == script.length()) {
                return;
            }
            if (script.charAt(at) == '#') {
                at = script.length();
                return;
            }
            command();
        }
    }

    private void command() {
        addresses();
        char name = script.charAt(at++);
        if (name == '{') {
            blocks++;
        } else if (name == '}') {
            blocks--;
            end();
        } else if (PLAIN.indexOf(name) >= 0) {
            end();
        } else if (NUMBERED.indexOf(name) >= 0) {
            blanks();
            digits();
            end();
        } else if (TEXT.indexOf(name) >= 0) {
            at = script.length();
        } else if (JUMP.indexOf(name) >= 0) {
            blanks();
            label();
        } else if (name == ':') {
            blanks();
            label();
        } else if (name == 's' || name == 'y') {
            char delimiter = delimiter(script.charAt(at++));
            upTo(delimiter);
            upTo(delimiter);
            if (name == 's') {
                flags("gpiImM0123456789");
            }
            end();
        } else {
            throw new IllegalArgumentException(name + " is not a command that only shows lines");
        }
    }

    private void addresses() {
        if (address()) {
            blanks();
            if (here(',')) {
                at++;
                blanks();
                if (here('+') || here('~')) {
                    at++;
                    required(digits());
                } else {
                    required(address());
                }
            }
        }
        blanks();
        while (here('!')) {
            at++;
            blanks();
        }
    }

    private boolean address() {
        if (here('$')) {
            at++;
            return true;
        }
        if (here('/') || here('\\')) {
            at += here('\\') ? 1 : 0;
            upTo(delimiter(script.charAt(at++)));
            flags("IM");
            return true;
        }
        if (!digits()) {
            return false;
        }
        if (here('~')) {
            at++;
            required(digits());
        }
        return true;
    }

    private static char delimiter(char c) {
        required(c != '\\' && c != '\n');
        return c;
    }

    /** Goes behind the next delimiter that no backslash and no bracket expression covers; GNU sed knows no brackets here. */
    private void upTo(char delimiter) {
        while (script.charAt(at) != delimiter) {
            at += script.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void flags(String allowed) {
        while (at < script.length() && allowed.indexOf(script.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean digits() {
        int from = at;
        while (at < script.length() && script.charAt(at) >= '0' && script.charAt(at) <= '9') {
            at++;
        }
        return at > from;
    }

    private void label() {
        int from = at;
        while (at < script.length() && script.charAt(at) != ';' && script.charAt(at) != '}') {
            char c = script.charAt(at);
            required(c == '_' || c == '-' || c == ' ' || Character.isLetterOrDigit(c) && c < 128);
            at++;
        }
        required(at - from <= 40);
    }

    private void end() {
        blanks();
        required(at == script.length() || ";}#".indexOf(script.charAt(at)) >= 0);
    }

    private void blanks() {
        while (at < script.length() && blank()) {
            at++;
        }
    }

    private boolean blank() {
        return script.charAt(at) == ' ';
    }

    private boolean here(char c) {
        return at < script.length() && script.charAt(at) == c;
    }

    private static void required(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not a script of commands that only show lines");
        }
    }
}
