package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.TestSpans.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file as far as its tests are concerned. Immutable.
 *
 * @param units its tests, in order; none where test runners do not look for tests in it
 * @param rest what stands outside them
 * @param comments the text of its comments, everything else blank
 */
record TestSource(String path, TestLanguage language, List<Unit> units, Unit rest, String comments) {
    private static final int LONGEST_TRUTH = 400;
    private static final String LITERAL = "(?:\"[^\"]*\"|'[^']*')";
    /** Assertions that can't fail, as they look with single spaces. */
    private static final List<Pattern> EMPTY_TRUTHS = List.of(
            Pattern.compile(
                    "(?:[\\w.]*\\.)?[aA]ssert(?:_?[tT]rue|That|\\.ok|\\.(?:Is)?True|\\.isTrue|!)? ?\\(? ?(?:t, )?(?:"
                            + LITERAL + ", ?)?(?:true|True|!false|not False|1) ?(?:,.*)?\\)?(?:\\.isTrue\\(\\))?;?"),
            Pattern.compile("(?:[\\w.]*\\.)?(?:require|is|must)\\.True\\((?:t, )?true(?:,.*)?\\);?"),
            Pattern.compile(
                    "(?:[\\w.]*\\.)?(?:assert_?[fF]alse|assert_not|refute|(?:Assert|assert|require)\\.(?:Is)?False)"
                            + " ?\\(? ?(?:t, )?(?:false|False|nil) ?(?:,.*)?\\)?;?"),
            Pattern.compile(
                    "[\\w.]*(?:[eE]qual\\w*|_eq!|Same) ?\\(? ?(?:t, )?([^,()]+|[^,]*\\([^()]*\\)), ?\\1 ?(?:,.*)?\\)?;?"),
            Pattern.compile("assertThat\\((.+)\\)\\.is(?:EqualTo|SameAs)\\(\\1\\);?"),
            Pattern.compile(
                    "expect\\((.+)\\)\\.to(?:Be|Equal|StrictEqual|\\.be|\\.equal|\\.eql| eq| be)?\\(? ?\\1 ?\\)?;?"),
            Pattern.compile(
                    "expect\\((?:true|1)\\)\\.(?:toBeTruthy\\(\\)|toBeDefined\\(\\)|to\\.be\\.true|to be_truthy|to be true);?"),
            Pattern.compile("assert ?\\(? ?([\\w.\"']+) ={2,3} \\1 ?\\)?;?"),
            Pattern.compile(".*(?:\\|\\| ?true|\\bor True|\\bor true) ?(?:, ?" + LITERAL + ")?\\)*;?"));

    private static final Pattern CHAINED = Pattern.compile(
            "\\.(?:is|has|contains|does|matches|starts|ends|satisfies|all|any|none|are|will|raises|andExpect|And\\.)\\w*\\s*\\(?");
    private static final Pattern CONJUNCTION = Pattern.compile("&&|\\band\\b");
    private static final Pattern NO_WORK = Pattern.compile(
            "\\bpass\\b|\\.\\.\\.|\\breturn\\b|\\bOk\\(\\(\\)\\)|\\bdone\\(\\)|\\basync\\b|\\bfunction\\b|=>|->|\\([\\w\\s,:.*]*\\)"
                    + "|\\bdo\\b|\\bend\\b|[\"'`\\s{};,|)]|^=\\s*\\w+(?:<\\w+>)?(?=\\s*\\{)");

    TestSource {
        units = List.copyOf(units);
    }

    /** A skip marker. */
    record Skip(int line, String text) {}

    /** An assertion that can't fail. */
    record EmptyTruth(int line, String text) {}

    /**
     * One test, or what stands outside of the tests.
     *
     * @param line the number of its first line
     * @param code its code with single spaces
     * @param assertions the text of each with single spaces; an assertion with several conditions gives one entry each
     * @param empty whether its body does nothing
     */
    record Unit(
            String name,
            int line,
            String code,
            List<String> assertions,
            List<Skip> skips,
            List<EmptyTruth> emptyTruths,
            boolean empty) {}

    /** Reads a file; empty where its language is not known. */
    static Optional<TestSource> of(String path, String text) {
        return TestLanguage.of(path).map(language -> new Reader(path, language, text).read());
    }

    /** Reads one file. */
    private static final class Reader {
        private final String path;
        private final TestLanguage language;
        private final String text;
        private final CodeMask.Views views;

        Reader(String path, TestLanguage language, String text) {
            this.path = path;
            this.language = language;
            this.text = text;
            this.views = CodeMask.of(text, language);
        }

        TestSource read() {
            List<Span> spans = language.collects(path) ? new TestSpans(language, text, views.code()).find() : List.of();
            List<Unit> units = new ArrayList<>();
            StringBuilder outside = new StringBuilder(views.code());
            for (Span span : spans) {
                units.add(unit(span.name(), views.code(), span.start(), span.end(), isEmpty(span)));
                for (int i = span.start(); i < span.end(); i++) {
                    if (outside.charAt(i) != '\n') {
                        outside.setCharAt(i, ' ');
                    }
                }
            }
            Unit rest = unit("", outside.toString(), 0, text.length(), false);
            return new TestSource(path, language, units, rest, views.comments());
        }

        private boolean isEmpty(Span span) {
            String body = views.code().substring(span.body(), span.end());
            return NO_WORK.matcher(body).replaceAll("").isEmpty();
        }

        private Unit unit(String name, String code, int start, int end, boolean empty) {
            List<String> assertions = new ArrayList<>();
            List<EmptyTruth> emptyTruths = new ArrayList<>();
            Matcher assertion = language.assertion().matcher(code).region(start, end);
            assertion.useTransparentBounds(true);
            int next = start;
            while (assertion.find()) {
                if (assertion.start() >= next && !isDeclaration(code, assertion.start())) {
                    next = statement(code, assertion.start(), end, assertions, emptyTruths);
                }
            }
            return new Unit(
                    name,
                    lineOf(skipSpace(code, start, end)),
                    flat(code.substring(start, end)),
                    List.copyOf(assertions),
                    skips(code, start, end),
                    List.copyOf(emptyTruths),
                    empty);
        }

        /** Adds the assertions of the statement at an index, and gives the index up to which they are counted. */
        private int statement(String code, int from, int limit, List<String> assertions, List<EmptyTruth> emptyTruths) {
            int end = statementEnd(code, from, limit);
            String masked = code.substring(from, end);
            String shown = flat(text.substring(from, end));
            if (shown.length() <= LONGEST_TRUTH
                    && EMPTY_TRUTHS.stream()
                            .anyMatch(pattern -> pattern.matcher(shown).matches())) {
                emptyTruths.add(new EmptyTruth(lineOf(from), shown));
                return end;
            }
            assertions.add(shown);
            long more = CHAINED.matcher(masked).results().skip(1).count()
                    + CONJUNCTION.matcher(masked).results().count();
            for (int i = 0; i < more; i++) {
                assertions.add("and " + shown);
            }
            boolean block = masked.indexOf('{') >= 0;
            return block ? from + masked.indexOf('{') : end;
        }

        private int statementEnd(String code, int from, int limit) {
            int depth = 0;
            for (int i = from; i < limit; i++) {
                char one = code.charAt(i);
                if (one == '(' || one == '[' || one == '{') {
                    depth++;
                } else if (one == ')' || one == ']' || one == '}') {
                    depth--;
                }
                boolean over = depth < 0 || (depth == 0 && one == ';');
                if (over || (depth == 0 && one == '\n' && language.lineEndsStatement() && !goesOn(code, i, limit))) {
                    return i;
                }
            }
            return limit;
        }

        private boolean goesOn(String code, int lineEnd, int limit) {
            int next = skipSpace(code, lineEnd, limit);
            int last = lineEnd - 1;
            while (last > 0 && Character.isWhitespace(code.charAt(last))) {
                last--;
            }
            return next < limit && code.charAt(next) == '.' || "\\.,&|+=(".indexOf(code.charAt(Math.max(0, last))) >= 0;
        }

        /** Whether the name at an index is declared there: a type, {@code fun} or {@code def} stands before it. */
        private static boolean isDeclaration(String code, int at) {
            int last = at - 1;
            while (last >= 0 && (code.charAt(last) == ' ' || code.charAt(last) == '\t')) {
                last--;
            }
            if (last < 0
                    || last == at - 1
                    || !(Character.isJavaIdentifierPart(code.charAt(last)) || code.charAt(last) == '>')) {
                return false;
            }
            int first = last;
            while (first >= 0 && Character.isJavaIdentifierPart(code.charAt(first))) {
                first--;
            }
            String word = code.substring(first + 1, last + 1);
            boolean arrow =
                    word.isEmpty() && last > 0 && (code.charAt(last - 1) == '-' || code.charAt(last - 1) == '=');
            return !arrow
                    && !word.matches("return|else|do|await|yield|then|and|or|not|in|if|unless|when|try|throw|go|defer");
        }

        private List<Skip> skips(String code, int start, int end) {
            List<Skip> skips = new ArrayList<>();
            Matcher skip = language.skip().matcher(code).region(start, end);
            skip.useTransparentBounds(true);
            skip.useAnchoringBounds(false);
            while (skip.find()) {
                int first = skipSpace(code, skip.start(), end);
                skips.add(new Skip(lineOf(first), flat(skip.group())));
            }
            Matcher ignored = Pattern.compile("(?m)^//\\s*(?:go:build|\\+build)\\s+(?:ignore|never|disabled)\\b")
                    .matcher(text);
            if (language == TestLanguage.GO && start == 0 && end == text.length() && ignored.find()) {
                skips.add(new Skip(lineOf(ignored.start()), ignored.group()));
            }
            return List.copyOf(skips);
        }

        private static int skipSpace(String code, int from, int limit) {
            int at = from;
            while (at < limit && Character.isWhitespace(code.charAt(at))) {
                at++;
            }
            return at;
        }

        private int lineOf(int at) {
            return 1
                    + (int) text.substring(0, Math.min(at, text.length()))
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
        }

        private static String flat(String part) {
            return part.strip().replaceAll("\\s+", " ");
        }
    }
}
