package io.jenkins.plugins.openfactory.context;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The languages whose definitions are known, with what a light lexer has to know of each. */
enum Language {
    JAVA(
            Comments.SLASHES,
            "\"'",
            true,
            Set.of("class", "interface", "enum", "record", "@interface"),
            Methods.TYPED,
            "java"),
    KOTLIN(
            Comments.SLASHES,
            "\"'",
            true,
            Set.of("class", "interface", "object", "fun", "typealias", "val", "var"),
            Methods.NONE,
            "kt",
            "kts"),
    PYTHON(Comments.HASH, "\"'", true, Set.of("class", "def"), Methods.NONE, "py", "pyi"),
    JAVASCRIPT(
            Comments.SLASHES,
            "\"'`",
            false,
            Set.of("class", "function", "interface", "type", "enum", "namespace", "const", "let", "var"),
            Methods.BRACED,
            "js",
            "jsx",
            "mjs",
            "cjs",
            "ts",
            "tsx",
            "mts",
            "cts",
            "vue",
            "svelte"),
    GO(Comments.SLASHES, "\"'`", false, Set.of("func", "type", "const", "var"), Methods.NONE, "go"),
    RUST(
            Comments.SLASHES,
            "\"",
            false,
            Set.of("fn", "struct", "enum", "trait", "type", "mod", "const", "static", "union", "macro_rules"),
            Methods.NONE,
            "rs"),
    C(
            Comments.SLASHES,
            "\"'",
            false,
            Set.of("class", "struct", "enum", "union", "namespace", "define"),
            Methods.TYPED,
            "c",
            "h",
            "cc",
            "cpp",
            "cxx",
            "hpp",
            "hh",
            "hxx",
            "inl",
            "m",
            "mm"),
    CSHARP(
            Comments.SLASHES,
            "\"'",
            true,
            Set.of("class", "interface", "struct", "enum", "record", "delegate"),
            Methods.TYPED,
            "cs"),
    RUBY(Comments.HASH, "\"'`", false, Set.of("class", "module", "def"), Methods.NONE, "rb", "rake", "gemspec"),
    SHELL(Comments.HASH, "\"'", false, Set.of("function"), Methods.BRACED, "sh", "bash", "zsh", "ksh", "bats"),
    SCALA(
            Comments.SLASHES,
            "\"",
            true,
            Set.of("class", "trait", "object", "def", "type", "val", "var"),
            Methods.NONE,
            "scala",
            "sc",
            "groovy",
            "gradle"),
    SWIFT(
            Comments.SLASHES,
            "\"",
            true,
            Set.of("class", "struct", "enum", "protocol", "func", "typealias"),
            Methods.NONE,
            "swift"),
    PHP(Comments.SLASHES, "\"'", false, Set.of("class", "interface", "trait", "enum", "function"), Methods.NONE, "php");

    /** How comments begin. */
    enum Comments {
        SLASHES,
        HASH
    }

    /** How functions look that no keyword introduces. */
    enum Methods {
        NONE,
        /** A type, a name and a parenthesis. */
        TYPED,
        /** A name, parentheses and an opening brace at the end of the line. */
        BRACED
    }

    /** Words that never are the name of a definition or a type before one. */
    static final Set<String> KEYWORDS = Set.of(
            "if",
            "else",
            "for",
            "while",
            "do",
            "switch",
            "case",
            "catch",
            "try",
            "finally",
            "return",
            "throw",
            "new",
            "await",
            "yield",
            "in",
            "of",
            "instanceof",
            "typeof",
            "delete",
            "void",
            "not",
            "and",
            "or",
            "is",
            "as",
            "import",
            "from",
            "package",
            "using",
            "include",
            "require",
            "extends",
            "implements",
            "super",
            "this",
            "self",
            "assert",
            "with",
            "lambda",
            "elif",
            "except",
            "raise",
            "pass",
            "break",
            "continue",
            "goto",
            "default",
            "sizeof",
            "lock",
            "when",
            "match",
            "loop",
            "unless",
            "until",
            "then",
            "fi",
            "done",
            "esac",
            "echo",
            "local",
            "export");

    private static final Map<String, Language> BY_EXTENSION = new HashMap<>();

    static {
        for (Language language : values()) {
            language.extensions.forEach(extension -> BY_EXTENSION.put(extension, language));
        }
    }

    final Comments comments;
    final String quotes;
    final boolean tripleQuotes;
    final Set<String> introducers;
    final Methods methods;
    private final List<String> extensions;

    Language(
            Comments comments,
            String quotes,
            boolean tripleQuotes,
            Set<String> introducers,
            Methods methods,
            String... extensions) {
        this.comments = comments;
        this.quotes = quotes;
        this.tripleQuotes = tripleQuotes;
        this.introducers = introducers;
        this.methods = methods;
        this.extensions = List.of(extensions);
    }

    /** The language of a file by its name. */
    static Optional<Language> of(String path) {
        int dot = path.lastIndexOf('.');
        return dot <= path.lastIndexOf('/')
                ? Optional.empty()
                : Optional.ofNullable(BY_EXTENSION.get(path.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }
}
