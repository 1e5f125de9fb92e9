package io.jenkins.plugins.openfactory.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every tool's output, most of it printed by the tool itself. */
class DiagnosisToolsTest {
    private static final int TOKENS = 700;

    private record Expected(String fixture, String step, List<String> tests, List<String> lines) {
        @Override
        public String toString() {
            return fixture;
        }
    }

    private static Arguments expect(String fixture, String step, List<String> tests, String... lines) {
        return Arguments.of(new Expected(fixture, step, tests, List.of(lines)));
    }

    static Stream<Arguments> jvm() {
        return Stream.of(
                expect(
                        "mvn-test.log",
                        "maven: maven-surefire-plugin:test (default-test) on project shop",
                        List.of(
                                "com.acme.shop.CartTest#shouldBeOne",
                                "com.acme.shop.CartTest#shouldSumUp",
                                "com.acme.shop.CartTest#shouldLoad",
                                "com.acme.shop.CartTest#shouldNest"),
                        "sum of two ==> expected: <3> but was: <2>",
                        "CartTest.java:13",
                        "Caused by: java.lang.NumberFormatException: For input string: \"x1\"",
                        "Cart.java:12"),
                expect(
                        "surefire2.log",
                        "maven: maven-surefire-plugin:test (default-test) on project shop",
                        List.of("com.acme.shop.CartTest#shouldSumUp", "com.acme.shop.CartTest#shouldLoad"),
                        "java.lang.AssertionError: expected:<3> but was:<2>",
                        "CartTest.java:13"),
                expect(
                        "surefire.xml",
                        "",
                        List.of(
                                "com.acme.shop.CartTest#shouldBeOne",
                                "com.acme.shop.CartTest#shouldSumUp",
                                "com.acme.shop.CartTest#shouldLoad",
                                "com.acme.shop.CartTest$Inner#shouldNest"),
                        "Caused by: java.lang.NumberFormatException: For input string: \"x1\"",
                        "Cart.java:12"),
                expect(
                        "gradle.log",
                        "gradle: :test",
                        List.of(
                                "CartTest.shouldSumUp",
                                "CartTest$Inner.shouldNest",
                                "com.acme.shop.PriceTest.shouldBeOne"),
                        "sum of two ==> expected: <3> but was: <2>",
                        "java.lang.IllegalStateException: no shop",
                        "Cart.java:12"),
                expect(
                        "mvn-compile.log",
                        "maven: maven-compiler-plugin:compile (default-compile) on project shop",
                        List.of(),
                        "Cart.java:[22,30] cannot find symbol",
                        "symbol:   class Missing",
                        "symbol:   method undefined()"),
                expect(
                        "javac.log",
                        "",
                        List.of(),
                        "Cart.java:22: error: incompatible types: int cannot be converted to String",
                        "symbol:   method undefined()"),
                expect(
                        "gradle-kotlin.log",
                        "gradle: :app:compileKotlin",
                        List.of(),
                        "Cart.kt:12:16 Unresolved reference: totl"),
                expect(
                        "java-crash.log",
                        "",
                        List.of(),
                        "Exception in thread \"main\" java.lang.IllegalStateException: the cart can't be loaded",
                        "Caused by: java.lang.NumberFormatException",
                        "Cart.java:12"));
    }

    static Stream<Arguments> python() {
        return Stream.of(
                expect(
                        "unittest.log",
                        "",
                        List.of(
                                "tests.test_shop.ShopTest.test_parse",
                                "tests.test_shop.ShopTest.test_sub",
                                "tests.test_shop.ShopTest.test_total"),
                        "ValueError: invalid literal for int() with base 10: 'x'",
                        "AssertionError: 2 != 3",
                        "self.assertEqual(shop.total([1, 2]), 3)"),
                expect(
                        "pytest.log",
                        "",
                        List.of(
                                "test_plain.py::TestCart::test_error",
                                "test_plain.py::test_square[2-3]",
                                "test_plain.py::TestCart::test_dict",
                                "test_plain.py::TestCart::test_raise",
                                "tests/test_shop.py::ShopTest::test_parse",
                                "tests/test_shop.py::ShopTest::test_sub",
                                "tests/test_shop.py::ShopTest::test_total"),
                        ">       assert n * n == want, \"square is wrong\"",
                        "E       ValueError: invalid literal for int() with base 10: 'zzz'",
                        "shop.py:6: ValueError"),
                expect(
                        "pytest.xml",
                        "",
                        List.of(
                                "test_plain.py::test_square[2-3]",
                                "test_plain.py::TestCart::test_dict",
                                "test_plain.py::TestCart::test_error",
                                "test_plain.py::TestCart::test_raise",
                                "tests/test_shop.py::ShopTest::test_parse",
                                "tests/test_shop.py::ShopTest::test_sub",
                                "tests/test_shop.py::ShopTest::test_total"),
                        "E       AssertionError: square is wrong"),
                expect(
                        "pytest-q.log",
                        "",
                        List.of("test_bad_import.py"),
                        "E   ModuleNotFoundError: No module named 'nothing_here'"),
                expect(
                        "python-crash.log",
                        "",
                        List.of(),
                        "RuntimeError: bad configuration",
                        "raise RuntimeError(\"bad configuration\") from e"));
    }

    static Stream<Arguments> javascript() {
        List<String> inFile = List.of(
                "test/sum.test.js#Math sum adds numbers", "test/sum.test.js#Math is deep", "test/sum.test.js#explodes");
        return Stream.of(
                expect(
                        "jest.log",
                        "",
                        List.of(
                                "jest/sum.test.js#Math sum adds numbers",
                                "jest/sum.test.js#Math is deep",
                                "jest/sum.test.js#explodes",
                                "jest/broken.test.js",
                                "jest/syntax.test.js"),
                        "Expected: 3",
                        "Received: -1",
                        "> 4 |     it('adds numbers'",
                        "Cannot find module './missing'",
                        "Unexpected token (1:28)"),
                expect(
                        "jest-color.log",
                        "",
                        List.of(
                                "jest/sum.test.js#Math sum adds numbers",
                                "jest/sum.test.js#Math is deep",
                                "jest/sum.test.js#explodes"),
                        "Received: -1"),
                expect(
                        "jest-junit.xml",
                        "",
                        List.of("Math sum adds numbers", "Math is deep", "explodes"),
                        "Received: -1",
                        "TypeError: boom happened"),
                expect(
                        "vitest.log",
                        "",
                        List.of(
                                "vt/broken.test.mjs",
                                "vt/sum.test.mjs#Math sum adds numbers",
                                "vt/sum.test.mjs#Math is deep",
                                "vt/sum.test.mjs#explodes"),
                        "AssertionError: expected -1 to be 3",
                        "vt/sum.test.mjs:4:72"),
                expect(
                        "vitest.xml",
                        "",
                        List.of(
                                "vt/broken.test.mjs",
                                "vt/sum.test.mjs#Math sum adds numbers",
                                "vt/sum.test.mjs#Math is deep",
                                "vt/sum.test.mjs#explodes"),
                        "AssertionError: expected -1 to be 3"),
                expect(
                        "mocha.log",
                        "",
                        List.of(
                                "mocha/sum.js#Math is deep",
                                "mocha/sum.js#Math explodes",
                                "mocha/sum.js#Math sum adds numbers",
                                "mocha/sum.js#Math hooks \"before all\" hook for \"never\""),
                        "TypeError: boom happened",
                        "mocha/sum.js:5:39"),
                expect(
                        "node-tap.log",
                        "",
                        inFile.stream().map(id -> "/home/dev/js/" + id).toList(),
                        "Expected values to be strictly equal:",
                        "error: 'boom happened'",
                        "location: '/home/dev/js/test/sum.test.js:6:5'"),
                expect(
                        "node-spec.log",
                        "",
                        List.of(
                                "test/sum.test.js#adds numbers",
                                "test/sum.test.js#is deep",
                                "test/sum.test.js#explodes"),
                        "-1 !== 3",
                        "sum.test.js:6:39"),
                expect(
                        "node-junit.xml",
                        "",
                        List.of("Math sum adds numbers", "Math is deep", "explodes"),
                        "-1 !== 3",
                        "boom happened"),
                expect("tsc.log", "", List.of(), "ts/a.ts(2,10): error TS2304: Cannot find name 'Foo'."),
                expect(
                        "tsc-pretty.log",
                        "",
                        List.of(),
                        "ts/a.ts:1:40 - error TS2322: Type 'number' is not assignable to type 'string'.",
                        "2 const y: Foo = 3;"),
                expect(
                        "eslint.log",
                        "npm: lint",
                        List.of(),
                        "/home/dev/js/src/sum.js:1:1  error  'exports' is not defined  no-undef"),
                expect("node-crash.log", "", List.of(), "TypeError: boom happened", "src/sum.js:3:30"));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                expect(
                        "go-test.log",
                        "",
                        List.of("example.com/shop/cart#TestTotal", "example.com/shop/cart#TestLoad/empty_input"),
                        "cart_test.go:12: Total() = 2, want 3"),
                expect(
                        "go-test-v.log",
                        "",
                        List.of("example.com/shop/cart#TestTotal", "example.com/shop/cart#TestLoad/empty_input"),
                        "cart_test.go:12: Total() = 2, want 3",
                        "expected: 1"),
                expect(
                        "go-panic.log",
                        "",
                        List.of("example.com/shop/cart#TestBoom"),
                        "panic: runtime error: invalid memory address",
                        "/home/dev/shop/cart/cart.go:14"),
                expect("go-build.log", "", List.of(), "cart/cart.go:8:2: undefined: totl"),
                expect(
                        "cargo-test.log",
                        "cargo: test --lib",
                        List.of("tests::unwraps", "tests::it_works"),
                        "called `Result::unwrap()` on an `Err` value: \"bad\"",
                        "assertion `left == right` failed: sums",
                        "src/lib.rs:6:21"),
                expect(
                        "cargo-build.log",
                        "cargo: compile rs",
                        List.of(),
                        "error[E0308]: mismatched types",
                        " --> src/lib.rs:2:40"),
                expect("rust-panic.log", "", List.of(), "index out of bounds: the len is 0 but the index is 3"),
                expect(
                        "dotnet-test.log",
                        "",
                        List.of("Shop.Tests.CartTests.SumsUp", "Shop.Tests.CartTests.Loads"),
                        "Assert.Equal() Failure: Values differ",
                        "CartTests.cs:line 13",
                        "The input string 'x1' was not in a correct format."),
                expect("dotnet-build.log", "", List.of(), "Cart.cs(12,20): error CS1002: ; expected"),
                expect(
                        "rspec.log",
                        "",
                        List.of("./spec/cart_spec.rb:11", "./spec/cart_spec.rb:20"),
                        "expected: 3",
                        "invalid value for Integer(): \"x1\"",
                        "./lib/cart.rb:9"),
                expect("minitest.log", "", List.of("CartTest#test_total"), "Expected: 3"),
                expect("gtest.log", "", List.of("CartTest.Total"), "cart_test.cc:12: Failure"),
                expect("ctest.log", "", List.of("cart"), "***Failed"),
                expect("phpunit.log", "", List.of("Shop\\Tests\\CartTest::testTotal"), "2 matches expected 3"),
                expect(
                        "make-gcc.log",
                        "make: main.o",
                        List.of(),
                        "main.c:5:20: error: ‘undeclared’ undeclared",
                        "make: *** [Makefile:5: main.o] Error 1"),
                expect("make-link.log", "make: link", List.of(), "undefined reference to `list_size'"),
                expect("make-recurse.log", "make: recurse > inner", List.of(), "make[1]: *** [Makefile:3: inner]"),
                expect("make-test.log", "make: test", List.of(), "./run-tests.sh: not found"),
                expect("make-norule.log", "make: nothing", List.of(), "No rule to make target"),
                expect("gcc-fatal.log", "", List.of(), "f.c:1:10: fatal error: nope.h"),
                expect("gxx.log", "", List.of(), "t.cpp:4:45: error: no matching function"),
                expect("clang.log", "", List.of(), "error: use of undeclared identifier 'totl'"),
                expect("asan.log", "", List.of(), "SEGV on unknown address", "in main /home/dev/c/segv.c:1"),
                expect(
                        "github-actions.log",
                        "step: make test > make: test",
                        List.of(),
                        "ASSERT: total of cart 17 is 2 but must be 3"),
                expect(
                        "jenkins.log",
                        "command: ./ci/check.sh --strict",
                        List.of(),
                        "rule 'no-cents' violated by cart.txt",
                        "script returned exit code 3"),
                expect("buildkit.log", "docker: /bin/sh -c npm ci", List.of(), "npm error code ERESOLVE"),
                expect("plain.log", "", List.of(), "could not reach the licence server (code 7)"));
    }

    @ParameterizedTest
    @MethodSource({"jvm", "python", "javascript", "others"})
    void shouldReadEveryTool(Expected expected) {
        Evidence evidence = DiagnosisFixtures.evidence(expected.fixture, TOKENS);

        assertThat(evidence.failingTests()).containsExactlyElementsOf(expected.tests);
        assertThat(evidence.failingStep().orElse("")).isEqualTo(expected.step);
        assertThat(evidence.text()).contains(expected.lines).doesNotContain("\u001b");
        assertThat(evidence.text().length()).isLessThanOrEqualTo(4 * TOKENS);
    }

    @ParameterizedTest
    @MethodSource({"jvm", "python", "javascript", "others"})
    void shouldStayWithinAnyBudget(Expected expected) {
        for (int tokens : new int[] {0, 1, 7, 20, 50, 90, 150, 300, 1_000, 10_000}) {
            assertThat(DiagnosisFixtures.evidence(expected.fixture, tokens)
                            .text()
                            .length())
                    .as("%d tokens", tokens)
                    .isLessThanOrEqualTo(4 * tokens);
        }
    }

    @ParameterizedTest
    @MethodSource({"jvm", "python", "javascript", "others"})
    void shouldSignTheSameFailureAlike(Expected expected) {
        String signature = DiagnosisFixtures.evidence(expected.fixture, TOKENS).signature();

        assertThat(DiagnosisFixtures.evidence(expected.fixture, 50).signature()).isEqualTo(signature);
        assertThat(signature).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mvn-test.log", "pytest.log", "jest.log", "go-test.log", "cargo-test.log", "rspec.log"})
    void shouldNameTheTestsAlsoWhereTheBudgetIsSmall(String fixture) {
        Evidence evidence = DiagnosisFixtures.evidence(fixture, 60);

        assertThat(evidence.failingTests())
                .isEqualTo(DiagnosisFixtures.evidence(fixture, TOKENS).failingTests());
        assertThat(evidence.text()).isNotBlank();
    }
}
