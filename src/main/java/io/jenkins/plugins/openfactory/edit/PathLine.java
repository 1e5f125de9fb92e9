package io.jenkins.plugins.openfactory.edit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a line that names a file from prose: bare, bold, in backticks or quotes, as a heading, list item, comment or
 * link, behind a label such as {@code File:}. What is not surely a path is none, so that an example in prose does not
 * become a file.
 */
final class PathLine {
    private static final int LONGEST = 500;
    private static final Pattern COMMENT = Pattern.compile(
            "<!--\\s*(.+?)\\s*-->|/\\*+\\s*(.+?)\\s*\\*/|\\{#\\s*(.+?)\\s*#}|(?://+|#+|--|;+|%+|REM)\\s+(.+)");
    private static final Pattern ITEM = Pattern.compile("(?:[-*+]|\\d+[.)])\\s+(.+)");
    private static final Pattern LABEL =
            Pattern.compile("(?i)\\**(?:(?:new|updated|modified|changed|existing|full|complete|target)\\s+)?"
                    + "(?:file\\s*name|file\\s*path|file|path)\\**\\s*[:=]\\s*\\**\\s*(.+)");
    private static final Pattern WRAPPED =
            Pattern.compile("\\*\\*(.+)\\*\\*|\\*([^*]+)\\*|`+([^`]+)`+|'([^']+)'|\\[(.+)]\\([^)]*\\)");
    private static final Pattern ELEMENT = Pattern.compile(
            "(?i)(?:<details>)?\\s*<(path|file|file_?path|file_?name|target_?file|summary)>\\s*([^<>]+?)\\s*</\\1>"
                    + "|<(?:edit|file|diff|change|patch|update|replace|modify|apply|write|create|str_replace|search)[\\w-]*\\s(?:[^<>]*\\s)?"
                    + "(?:path|file|file_?path|file_?name|target_?file|name)\\s*=\\s*[\"']([^\"']+)[\"'][^<>]*>");
    /**
     * A name in backticks with a verb before it or a note behind it: taken for a new file only, since it may as well
     * introduce an example.
     */
    private static final Pattern NOTED =
            Pattern.compile("(?i)(?:#+\\s+|[-*+]\\s+|\\d+[.)]\\s+)?(?:create|add|write|new(?: file)?)?:?\\s*"
                    + "\\*{0,2}`([^`]+)`\\*{0,2}(?:\\s*[-–—:(].*)?");

    private static final Pattern NOTE = Pattern.compile("(.+?)\\s+\\((?:[a-zA-Z]+\\s?){1,3}\\)");
    private static final Pattern EXTENSION =
            Pattern.compile(".*[^/.]\\.[A-Za-z0-9_+-]{1,12}|(?:.*/)?\\.[A-Za-z0-9._-]+");
    private static final Pattern ODD = Pattern.compile("[<>|*?\";,={}&!]|://");
    private static final Pattern SYSTEM = Pattern.compile(
            "/(?:etc|tmp|usr|var|home|root|bin|sbin|opt|dev|proc|sys|lib|boot|mnt|srv|run)/.*|[A-Za-z]:[\\\\/].*");
    private static final Pattern PRODUCT = Pattern.compile("(?i)[a-z0-9]+\\.js");
    private static final Set<String> KNOWN_NAMES = Set.of(
            "Makefile",
            "GNUmakefile",
            "Dockerfile",
            "Containerfile",
            "Jenkinsfile",
            "LICENSE",
            "LICENCE",
            "README",
            "CHANGELOG",
            "NOTICE",
            "AUTHORS",
            "Gemfile",
            "Rakefile",
            "Procfile",
            "Vagrantfile",
            "CODEOWNERS",
            "BUILD",
            "WORKSPACE",
            "Justfile",
            "justfile",
            "makefile",
            "gradlew",
            "mvnw",
            "Brewfile",
            "Pipfile",
            "Podfile");
    private static final Set<String> KNOWN_EXTENSIONS = extensions();

    private static final Pattern OCTAL = Pattern.compile("[0-3][0-7]{2}");
    private static final String ESCAPES = "\u0007\b\t\n\u000b\f\r";

    private PathLine() {}

    /**
     * What a line names.
     *
     * @param sure whether it is marked as a file's name, not just looking like one
     */
    record Named(String path, boolean sure) {}

    private static Set<String> extensions() {
        return Set.of(
                ("java kt kts groovy gradle scala clj py pyi pyx ipynb js jsx mjs cjs ts tsx mts cts vue svelte go mod"
                                + " sum rs c h cc cpp cxx hh hpp hxx m mm swift cs fs fsx vb csproj sln rb erb rake gemspec php pl pm"
                                + " lua r jl ex exs erl hs ml mli nim zig dart sh bash zsh fish ps1 bat cmd sql graphql proto html"
                                + " htm xhtml css scss sass less xml xsd xsl svg jelly json json5 jsonc jsonl yaml yml toml ini cfg"
                                + " conf config properties env lock txt md mdx markdown rst adoc tex csv tsv diff patch mk cmake"
                                + " dockerfile tf tfvars hcl nix bzl bazel puml mmd feature snap template tmpl j2 in log")
                        .split(" "));
    }

    /** The file that a line names and nothing else, if it does. {@code known} says which paths exist. */
    static Optional<Named> parse(String line, Predicate<String> known) {
        if (line.length() > LONGEST) {
            return Optional.empty();
        }
        String text = line.strip();
        Matcher noted = NOTED.matcher(text);
        if (noted.matches() && !known.test(noted.group(1)) && looksLikePath(noted.group(1), false)) {
            return Optional.of(new Named(noted.group(1), true));
        }
        boolean sure = false;
        boolean labelled = false;
        for (int round = 0; round < 8 && !known.test(text); round++) {
            String before = text;
            Matcher label = LABEL.matcher(text);
            if (label.matches()) {
                text = label.group(1).strip();
                labelled = true;
                continue;
            }
            String element = firstGroup(ELEMENT.matcher(text), text);
            sure |= !element.equals(text);
            String inner = firstGroup(WRAPPED.matcher(element), element);
            sure |= !inner.equals(element);
            text = quoted(inner);
            sure |= !text.equals(inner);
            text = firstGroup(COMMENT.matcher(text), text);
            text = firstGroup(ITEM.matcher(text), text);
            text = text.endsWith(":") && text.length() > 1
                    ? text.substring(0, text.length() - 1).strip()
                    : text;
            Matcher note = NOTE.matcher(text);
            text = note.matches() ? note.group(1) : text;
            if (text.equals(before)) {
                break;
            }
        }
        return !text.isEmpty() && (labelled || known.test(text) || looksLikePath(text, sure))
                ? Optional.of(new Named(text, sure || labelled))
                : Optional.empty();
    }

    private static String firstGroup(Matcher matcher, String otherwise) {
        if (!matcher.matches()) {
            return otherwise;
        }
        for (int i = matcher.groupCount(); i > 0; i--) {
            if (matcher.group(i) != null) {
                return matcher.group(i);
            }
        }
        return otherwise;
    }

    private static boolean looksLikePath(String text, boolean sure) {
        if (ODD.matcher(text).find() || text.chars().noneMatch(Character::isLetterOrDigit)) {
            return false;
        }
        if (SYSTEM.matcher(text).matches() || ("/" + text + "/").contains("/../")) {
            return text.indexOf(' ') < 0 || sure;
        }
        if (text.indexOf(' ') >= 0 && !sure && !spacedPath(text)) {
            return false;
        }
        String name = text.substring(text.lastIndexOf('/') + 1);
        if (KNOWN_NAMES.contains(name)) {
            return true;
        }
        if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
            return EXTENSION.matcher(text).matches() || (sure && !text.startsWith("/")) || text.endsWith("/");
        }
        if (name.matches(".*[()\\[\\]$@:].*") || PRODUCT.matcher(name).matches() && !sure && isProduct(name)) {
            return false;
        }
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return name.indexOf('.') >= 0 && (name.startsWith(".") || KNOWN_EXTENSIONS.contains(extension));
    }

    private static boolean isProduct(String name) {
        return Character.isUpperCase(name.charAt(0));
    }

    /** A folder without a space, then names of which only the last has an extension. */
    private static boolean spacedPath(String text) {
        int slash = text.indexOf('/');
        int space = text.indexOf(' ');
        if (slash < 0 || slash > space || !EXTENSION.matcher(text).matches()) {
            return false;
        }
        String[] words = text.split(" ");
        for (int i = 0; i < words.length - 1; i++) {
            if (EXTENSION.matcher(words[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    /** What git writes in double quotes, without them: its escapes are those of C, octal ones are bytes of UTF-8. */
    static String quoted(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String inner = text.substring(1, text.length() - 1);
        int i = 0;
        while (i < inner.length()) {
            int end = inner.offsetByCodePoints(i, 1);
            if (inner.charAt(i) != '\\' || end == inner.length()) {
                bytes.writeBytes(inner.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end;
            } else if (OCTAL.matcher(inner).region(end, inner.length()).lookingAt()) {
                bytes.write(Integer.parseInt(inner.substring(end, end + 3), 8));
                i = end + 3;
            } else {
                int at = "abtnvfr".indexOf(inner.charAt(end));
                bytes.write(at < 0 ? inner.charAt(end) : ESCAPES.charAt(at));
                i = end + 1;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
