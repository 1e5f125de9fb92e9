package io.jenkins.plugins.openfactory.edit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The languages whose tests are known, each with what its usual test frameworks call a test, an assertion and a skipped
 * test. The patterns are for code without comments and string contents.
 */
enum TestLanguage {
    JAVA(
            List.of("java"),
            ".*",
            "@(?:[\\w.]+\\.)?(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property|Example|Theory)\\b"
                    + "|\\bpublic\\s+void\\s+(?=test\\w*\\s*\\(\\s*\\))",
            Patterns.JVM_ASSERTION,
            Patterns.JVM_SKIP),
    KOTLIN(
            List.of("kt", "kts"),
            ".*",
            "@(?:[\\w.]+\\.)?(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property)\\b",
            Patterns.JVM_ASSERTION + "|\\sshould[A-Z]\\w*\\s",
            Patterns.JVM_SKIP),
    PYTHON(
            List.of("py"),
            "(?:.*/)?(?:test_[^/]*|[^/]*_test|tests)\\.py",
            "(?m)^[ \\t]*(?:async[ \\t]+)?def[ \\t]+(test\\w*)[ \\t]*\\(",
            "(?<![\\w.])assert\\b|\\.(?:assert\\w+|fail)\\s*\\(|(?<![\\w.])assert_\\w+\\s*\\("
                    + "|\\bpytest\\.(?:raises|warns|fail)\\b|(?<![\\w.])expect\\s*\\(",
            "\\bmark\\.(?:skip|skipif|xfail)\\b|@(?:unittest\\.)?(?:skip|skipIf|skipUnless|expectedFailure)\\b"
                    + "|\\bpytest\\.(?:skip|xfail)\\s*\\(|\\.skipTest\\s*\\(|\\braise\\s+(?:unittest\\.)?SkipTest\\b"
                    + "|\\b__test__\\s*=\\s*False\\b|\\bcollect_ignore\\w*\\s*="),
    JAVASCRIPT(
            List.of("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"),
            ".*[._-](?:test|spec|cy|e2e)\\.\\w+|(?:.*/)?(?:__tests__|tests?|specs?|e2e|cypress)/.*",
            "(?<![\\w.$])(?:it|test|specify|fit|xit|xtest|xspecify|Deno\\.test)"
                    + "(?:\\.(?:only|skip|todo|fails|failing|fixme|concurrent|sequential|each|if|skipIf|runIf|for)\\b"
                    + "(?:\\s*\\([^()]*\\)(?=\\s*\\())?)*\\s*[(`]",
            "(?<![\\w.$])expect(?:\\.(?:soft|poll))?\\s*\\(|(?<![\\w$.])assert(?:\\.\\w+)*\\s*\\(|\\.should\\b"
                    + "|(?<![\\w.$])should\\s*\\(|(?<![\\w.$])t\\.(?:is|not|deepEqual|like|true|false|truthy|falsy"
                    + "|throws\\w*|notThrows\\w*|regex|ok|notOk|equal|notEqual|same|strictEqual|snapshot|pass|fail)\\s*\\(",
            "(?<![\\w.$])(?:it|test|describe|suite|context|specify)(?:\\.\\w+)*\\.(?:skip|todo|only|failing|fails|fixme)\\b"
                    + "|(?<![\\w.$])(?:xit|xtest|xdescribe|xcontext|xspecify|fit|fdescribe|fcontext)\\s*[(.`]"
                    + "|\\bthis\\.skip\\s*\\(|(?<![\\w.$])t\\.skip\\s*\\(|(?<![\\w.$])pending\\s*\\("),
    GO(
            List.of("go"),
            ".*_test\\.go",
            "(?m)^func\\s+(?:\\([^)]*\\)\\s*)?((?:Test|Fuzz|Example)\\w*)\\s*\\(",
            "\\b(?!err\\b|log\\b)\\w+\\.(?:Errorf|Fatalf?|Fail|FailNow)\\s*\\(|\\b(?!err\\b|log\\b)\\w+\\.Error\\s*\\((?!\\s*\\))"
                    + "|\\b(?:assert|require|is|must|qt|td)\\.[A-Z]\\w*\\s*\\("
                    + "|\\b\\w+\\.(?:Require\\(\\)|Assert\\(\\))\\.\\w+\\s*\\(",
            "\\b\\w+\\.Skip(?:f|Now)?\\s*\\("),
    RUST(
            List.of("rs"),
            ".*",
            "#\\[(?:\\w+::)*(?:test|rstest|test_case|quickcheck)\\b[^\\]]*\\]",
            "\\b(?:debug_|prop_)?assert\\w*!|\\bpanic!|#\\[should_panic\\b|(?<![\\w.])assert_\\w+\\s*\\(",
            "#\\[ignore\\b|#\\[cfg_attr\\([^\\]]*\\bignore\\b|#\\[cfg\\(any\\(\\)\\)\\]"),
    CSHARP(
            List.of("cs"),
            ".*",
            "\\[\\s*(?:\\w+\\.)*(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod|TestCaseSource)\\b",
            "\\b\\w*Assert\\.\\w+|\\.Should\\w*\\s*\\(|\\.And\\.\\w+\\s*\\(|\\.Verify\\w*\\s*\\(|\\[\\s*ExpectedException\\b",
            "\\[\\s*(?:\\w+\\.)*(?:Ignore|Explicit)\\b|\\b(?:Fact|Theory|Test|TestCase)\\s*\\([^)]*\\b(?:Skip|Ignore|Explicit)\\w*\\s*="
                    + "|,\\s*(?:Ignore|Explicit)\\b[^\\n]*\\]|\\bAssert\\.(?:Ignore|Inconclusive)\\s*\\("),
    RUBY(
            List.of("rb"),
            "(?:.*/)?(?:[^/]*_(?:spec|test)|(?:spec|test)_[^/]*)\\.rb",
            "(?m)^[ \\t]*(?:(?:it|specify|test|example|scenario|fit|xit|xspecify|xexample|xscenario)\\b(?=[ \\t({])"
                    + "|def[ \\t]+(?=test_\\w+))",
            "(?<!def )(?<![\\w.:])(?:assert|refute)\\w*\\b|(?<![\\w.:])(?:expect|is_expected|flunk)\\b|\\.should\\b"
                    + "|\\.(?:must|wont)_\\w+",
            "(?m)^[ \\t]*x(?:it|describe|context|specify|feature|scenario|example)\\b"
                    + "|^[ \\t]*f(?:it|describe|context)\\b|^[ \\t]*(?:skip|pending)\\b(?![ \\t]*=)"
                    + "|[ (,](?:skip|pending):|[ (,]:(?:skip|pending)\\b");

    private final List<String> extensions;
    private final Pattern collected;
    private final Pattern test;
    private final Pattern assertion;
    private final Pattern skip;

    TestLanguage(List<String> extensions, String collected, String test, String assertion, String skip) {
        this.extensions = extensions;
        this.collected = Pattern.compile(collected);
        this.test = Pattern.compile(test);
        this.assertion = Pattern.compile(assertion);
        this.skip = Pattern.compile(skip);
    }

    /** What Java and Kotlin share. */
    private static final class Patterns {
        private static final String JVM_ASSERTION =
                "(?<![\\w.])(?:[A-Z]\\w*\\.)?(?!assertAll\\b|assertSoftly\\b)(?:assert[A-Z]\\w*|verify\\w*|expect\\w*|fail|then(?:[A-Z]\\w*)?)"
                        + "\\s*(?:<[^>]*>\\s*)?[({]|\\.(?:andExpect|expect[A-Z]|verify|should|assert[A-Z])\\w*\\s*\\("
                        + "|(?<![\\w.@])assert\\s+(?=\\S)|(?<![\\w.@])assert\\s*\\(|\\bthrow\\s+(?:new\\s+)?AssertionError\\b|\\bexpected\\s*=\\s*\\w";
        private static final String JVM_SKIP =
                "@(?:[\\w.]+\\.)?(?:Disabled\\w*|Ignore\\w*|EnabledIf\\w*|EnabledOn\\w*|EnabledFor\\w*)\\b"
                        + "|\\bassume(?:True|That)\\s*\\(\\s*false\\b|\\bassumeFalse\\s*\\(\\s*true\\b|\\bAssumptions\\.abort\\s*\\("
                        + "|\\benabled\\s*=\\s*false\\b"
                        + "|\\bthrow\\s+(?:new\\s+)?(?:SkipException|TestAbortedException|AssumptionViolatedException)\\b";
    }

    /** The language of a file, by its extension. */
    static Optional<TestLanguage> of(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(language -> language.extensions.contains(extension))
                .findFirst();
    }

    /** Whether the usual test runners look for tests in a file of this path. */
    boolean collects(String path) {
        return collected.matcher(path).matches();
    }

    /** Where a test begins. */
    Pattern test() {
        return test;
    }

    /** Where an assertion begins. */
    Pattern assertion() {
        return assertion;
    }

    /** Where something is skipped. */
    Pattern skip() {
        return skip;
    }

    boolean hashComments() {
        return this == PYTHON || this == RUBY;
    }

    boolean tripleQuotes() {
        return this == JAVA || this == KOTLIN || this == PYTHON || this == CSHARP;
    }

    /** Whether a line's end can end a statement. */
    boolean lineEndsStatement() {
        return this != JAVA && this != CSHARP && this != RUST;
    }
}
