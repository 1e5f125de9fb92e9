package io.jenkins.plugins.openfactory.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.edit.TestTampering.Finding;
import io.jenkins.plugins.openfactory.edit.TestTampering.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TestTamperingTest {
    /** The annotation is put together here so that a search for tests that are switched off does not find fixtures. */
    private static final String OFF = "@" + "Disabled";

    /** A test file of one language, with the parts that the cases below change. */
    private record Sample(String path, String text, String name, String assertion, String second, String body) {
        FileChange with(String from, String to) {
            assertThat(text).contains(from);
            return new FileChange.Modify(path, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
        }

        List<Kind> kinds(FileChange... changes) {
            return findings(changes).stream().map(Finding::kind).toList();
        }

        List<Finding> findings(FileChange... changes) {
            return new TestTampering().inspect(MapTree.of(path, text), List.of(changes));
        }
    }

    private static final Sample JAVA = new Sample(
            "src/test/java/CalcTest.java",
            """
            import org.junit.jupiter.api.Test;

            /** Says "hello { world". */
            class CalcTest {
                @Test
                void shouldAdd() {
                    Calc calc = new Calc("{");
                    assertEquals(3, calc.add(1, 2));
                    assertThat(calc.add(2, 2)).isEqualTo(4);
                }

                @ParameterizedTest
                @ValueSource(ints = {1, 2})
                void shouldSub(int n) {
                    assertThat(new Calc().sub(n, n)).isZero();
                }
            }
            """,
            "shouldAdd",
            "        assertEquals(3, calc.add(1, 2));\n",
            "        assertThat(calc.add(2, 2)).isEqualTo(4);\n",
            "        Calc calc = new Calc(\"{\");\n        assertEquals(3, calc.add(1, 2));\n        assertThat(calc.add(2, 2)).isEqualTo(4);\n");
    private static final Sample KOTLIN = new Sample(
            "src/test/kotlin/CalcTest.kt",
            """
            class CalcTest {
                @Test
                fun `adds two numbers`() = runTest {
                    val calc = Calc()
                    assertEquals(3, calc.add(1, 2))
                    calc.add(2, 2) shouldBe 4
                }

                @Test
                fun sub() {
                    assertEquals(0, Calc().sub(1, 1))
                }
            }
            """,
            "`adds two numbers`",
            "        assertEquals(3, calc.add(1, 2))\n",
            "        calc.add(2, 2) shouldBe 4\n",
            "        val calc = Calc()\n        assertEquals(3, calc.add(1, 2))\n        calc.add(2, 2) shouldBe 4\n");
    private static final Sample PYTHON = new Sample(
            "tests/test_calc.py",
            """
            import pytest

            @pytest.fixture
            def calc():
                return Calc()

            def test_add(calc):
                \"\"\"Adds: it's simple.\"\"\"
                result = calc.add(1, 2)
                assert result == 3
                assert calc.add(2, 2) == 4

            class TestSub(unittest.TestCase):
                def test_sub(self):
                    self.assertEqual(0, Calc().sub(1, 1))
                    with pytest.raises(ValueError):
                        Calc().sub("a", 1)
            """,
            "test_add",
            "    assert result == 3\n",
            "    assert calc.add(2, 2) == 4\n",
            "    result = calc.add(1, 2)\n    assert result == 3\n    assert calc.add(2, 2) == 4\n");
    private static final Sample TYPESCRIPT = new Sample(
            "src/calc.test.ts",
            """
            import { add } from './calc';

            describe('calc', () => {
              it('adds (numbers)', async () => {
                const result = add(1, 2); // it('is not a test')
                expect(result).toBe(3);
                expect(add(2, 2)).toEqual(4);
              });

              test.each([[1, 1], [2, 2]])('sub %i', (a, b) => {
                expect(a - b).toBe(0);
              });
            });
            """,
            "'adds (numbers)'",
            "    expect(result).toBe(3);\n",
            "    expect(add(2, 2)).toEqual(4);\n",
            "    const result = add(1, 2); // it('is not a test')\n    expect(result).toBe(3);\n    expect(add(2, 2)).toEqual(4);\n");
    private static final Sample GO = new Sample(
            "calc/calc_test.go",
            """
            package calc

            import "testing"

            func TestAdd(t *testing.T) {
            	got := Add(1, 2)
            	if got != 3 {
            		t.Errorf("got %d { want 3", got)
            	}
            	require.Equal(t, 4, Add(2, 2))
            }

            func TestSub(t *testing.T) {
            	if err := Sub(); err != nil {
            		t.Fatal(err.Error())
            	}
            }
            """,
            "TestAdd",
            "	if got != 3 {\n		t.Errorf(\"got %d { want 3\", got)\n	}\n",
            "	require.Equal(t, 4, Add(2, 2))\n",
            "	got := Add(1, 2)\n	if got != 3 {\n		t.Errorf(\"got %d { want 3\", got)\n	}\n	require.Equal(t, 4, Add(2, 2))\n");
    private static final Sample RUST = new Sample(
            "src/lib.rs",
            """
            pub fn add<'a>(a: i32, b: i32) -> i32 { a + b }

            #[cfg(test)]
            mod tests {
                use super::*;

                #[test]
                fn adds() {
                    let c = '{';
                    assert_eq!(add(1, 2), 3, "sum is {}", c);
                    assert!(add(2, 2) == 4);
                }

                #[tokio::test]
                async fn subs() -> Result<(), String> {
                    assert_eq!(sub(1, 1).await, 0);
                    Ok(())
                }
            }
            """,
            "adds",
            "        assert_eq!(add(1, 2), 3, \"sum is {}\", c);\n",
            "        assert!(add(2, 2) == 4);\n",
            "        let c = '{';\n        assert_eq!(add(1, 2), 3, \"sum is {}\", c);\n        assert!(add(2, 2) == 4);\n");
    private static final Sample CSHARP = new Sample(
            "tests/CalcTests.cs",
            """
            public class CalcTests
            {
                [Fact]
                public void Adds()
                {
                    var path = @"C:\\temp\\";
                    Assert.Equal(3, Calc.Add(1, 2));
                    Calc.Add(2, 2).Should().Be(4);
                }

                [Theory]
                [InlineData(1)]
                public void Subs(int n) => Assert.Equal(0, Calc.Sub(n, n));
            }
            """,
            "Adds",
            "        Assert.Equal(3, Calc.Add(1, 2));\n",
            "        Calc.Add(2, 2).Should().Be(4);\n",
            "        var path = @\"C:\\temp\\\";\n        Assert.Equal(3, Calc.Add(1, 2));\n        Calc.Add(2, 2).Should().Be(4);\n");
    private static final Sample RUBY = new Sample(
            "spec/calc_spec.rb",
            """
            RSpec.describe Calc do
              it "adds two numbers" do
                result = Calc.new.add(1, 2)
                expect(result).to eq(3)
                expect(Calc.new.add(2, 2)).to eq(4)
              end

              context "sub" do
                it { is_expected.to respond_to(:sub) }
              end
            end
            """,
            "adds two numbers",
            "    expect(result).to eq(3)\n",
            "    expect(Calc.new.add(2, 2)).to eq(4)\n",
            "    result = Calc.new.add(1, 2)\n    expect(result).to eq(3)\n    expect(Calc.new.add(2, 2)).to eq(4)\n");

    static Stream<Sample> samples() {
        return Stream.of(JAVA, KOTLIN, PYTHON, TYPESCRIPT, GO, RUST, CSHARP, RUBY);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldSeeEveryTestOfASample(Sample sample) {
        assertThat(sample.kinds(new FileChange.Delete(sample.path()))).containsExactly(Kind.DELETED, Kind.DELETED);
        assertThat(sample.findings(new FileChange.Delete(sample.path())))
                .anySatisfy(finding -> assertThat(finding.message()).contains(sample.name()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReportATestThatLostAnAssertion(Sample sample) {
        assertThat(sample.kinds(sample.with(sample.assertion(), ""))).containsExactly(Kind.LOOSENED);
        assertThat(sample.kinds(sample.with(sample.second(), ""))).containsExactly(Kind.LOOSENED);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReportAnEmptiedTest(Sample sample) {
        String nothing = sample == PYTHON ? "    pass\n" : "";

        assertThat(sample.kinds(sample.with(sample.body(), nothing))).containsExactly(Kind.EMPTIED);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReportACommentedAssertion(Sample sample) {
        String mark = sample == PYTHON || sample == RUBY ? "# " : "// ";
        String comment = sample.assertion().replaceAll("(?m)^(\\s*)(?=\\S)", "$1" + mark);

        assertThat(sample.kinds(sample.with(sample.assertion(), comment))).containsExactly(Kind.COMMENTED_OUT);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReportACommentedFile(Sample sample) {
        String mark = sample == PYTHON || sample == RUBY ? "# " : "// ";
        String commented = sample.text().replaceAll("(?m)^(?=.)", mark);

        assertThat(sample.kinds(sample.with(sample.text(), commented)))
                .isNotEmpty()
                .contains(Kind.COMMENTED_OUT);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldNotReportAChangedAssertionOrOneMore(Sample sample) {
        String changed = sample.assertion().replace("3", "5");

        assertThat(sample.findings(sample.with(sample.assertion(), changed))).isEmpty();
        assertThat(sample.findings(sample.with(sample.assertion(), sample.assertion() + changed)))
                .isEmpty();
        assertThat(sample.findings(
                        sample.with(sample.second(), sample.assertion().replace("3", "7"))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldNotReportARenamedTest(Sample sample) {
        String renamed = sample == PYTHON
                ? "test_sum"
                : sample == GO ? "TestSum" : sample.name().replace("dd", "ggregate");

        assertThat(sample.findings(sample.with(sample.name(), renamed))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldNotReportAMovedFileOrTest(Sample sample) {
        byte[] content = sample.text().getBytes(StandardCharsets.UTF_8);
        String moved = sample.path().replaceFirst("([^/]+)$", "moved/$1");

        assertThat(sample.findings(new FileChange.Rename(sample.path(), moved, content)))
                .isEmpty();
        assertThat(sample.findings(new FileChange.Delete(sample.path()), new FileChange.Create(moved, content, false)))
                .isEmpty();
    }

    static Stream<Arguments> skips() {
        return Stream.of(
                Arguments.of(JAVA, "    @Test\n", "    " + OFF + "\n    @Test\n"),
                Arguments.of(JAVA, "    @Test\n", "    @Test\n    " + OFF + "(\"later\")\n"),
                Arguments.of(JAVA, "    @Test\n", "    @Test @org.junit.Ignore\n"),
                Arguments.of(JAVA, "class CalcTest", OFF + "\nclass CalcTest"),
                Arguments.of(JAVA, "        Calc calc", "        assumeTrue( false);\n        Calc calc"),
                Arguments.of(JAVA, "@Test\n", "@Test(enabled = false)\n"),
                Arguments.of(KOTLIN, "    @Test\n    fun `adds", "    " + OFF + "\n    @Test\n    fun `adds"),
                Arguments.of(PYTHON, "def test_add", "@pytest.mark.skip\ndef test_add"),
                Arguments.of(PYTHON, "def test_add", "@pytest.mark.skip(\n    reason='x',\n)\ndef test_add"),
                Arguments.of(PYTHON, "def test_add", "@pytest.mark.xfail(strict=False)\ndef test_add"),
                Arguments.of(PYTHON, "    result =", "    pytest.skip('x')\n    result ="),
                Arguments.of(PYTHON, "class TestSub", "@unittest.skip('x')\nclass TestSub"),
                Arguments.of(PYTHON, "    def test_sub", "    @unittest.skipIf(True, 'x')\n    def test_sub"),
                Arguments.of(PYTHON, "import pytest", "import pytest\npytestmark = pytest.mark.skip"),
                Arguments.of(PYTHON, "        self.assert", "        self.skipTest('x')\n        self.assert"),
                Arguments.of(TYPESCRIPT, "it('adds", "it.skip('adds"),
                Arguments.of(TYPESCRIPT, "it('adds", "xit('adds"),
                Arguments.of(TYPESCRIPT, "it('adds", "it.only('adds"),
                Arguments.of(TYPESCRIPT, "describe('calc", "describe.skip('calc"),
                Arguments.of(TYPESCRIPT, "test.each", "test.skip.each"),
                Arguments.of(GO, "	got := Add", "	t.Skip(\"later\")\n	got := Add"),
                Arguments.of(GO, "	got := Add", "	t.SkipNow()\n	got := Add"),
                Arguments.of(GO, "package calc\n", "//go:build ignore\n\npackage calc\n"),
                Arguments.of(RUST, "    #[test]\n", "    #[test]\n    #[ignore]\n"),
                Arguments.of(RUST, "    #[test]\n", "    #[ignore = \"slow\"]\n    #[test]\n"),
                Arguments.of(CSHARP, "[Fact]", "[Fact(Skip = \"later\")]"),
                Arguments.of(CSHARP, "    [Fact]\n", "    [Ignore]\n    [Fact]\n"),
                Arguments.of(CSHARP, "    [Theory]\n", "    [Theory, Ignore(\"x\")]\n"),
                Arguments.of(RUBY, "  it \"adds", "  xit \"adds"),
                Arguments.of(RUBY, "    result =", "    skip \"later\"\n    result ="),
                Arguments.of(RUBY, "numbers\" do", "numbers\", skip: true do"),
                Arguments.of(RUBY, "  context \"sub", "  xcontext \"sub"));
    }

    @ParameterizedTest
    @MethodSource("skips")
    void shouldReportASkippedTest(Sample sample, String from, String to) {
        assertThat(sample.kinds(sample.with(from, to))).containsExactly(Kind.SKIPPED);
    }

    static Stream<Arguments> emptyTruths() {
        return Stream.of(
                Arguments.of(JAVA, "        assertTrue(true);\n"),
                Arguments.of(JAVA, "        assertEquals(1, 1);\n"),
                Arguments.of(JAVA, "        assertThat(true).isTrue();\n"),
                Arguments.of(JAVA, "        assertThat(calc).isEqualTo(calc);\n"),
                Arguments.of(JAVA, "        assertTrue(calc.add(1, 2) == 3 || true);\n"),
                Arguments.of(KOTLIN, "        assertTrue(\"fine\", true)\n"),
                Arguments.of(PYTHON, "    assert True\n"),
                Arguments.of(PYTHON, "    assert result == 3 or True\n"),
                Arguments.of(PYTHON, "    assert result == result\n"),
                Arguments.of(TYPESCRIPT, "    expect(true).toBe(true);\n"),
                Arguments.of(TYPESCRIPT, "    expect(result).toEqual(result);\n"),
                Arguments.of(GO, "	require.True(t, true)\n"),
                Arguments.of(GO, "	assert.Equal(t, got, got)\n"),
                Arguments.of(RUST, "        assert!(true);\n"),
                Arguments.of(RUST, "        assert_eq!(c, c);\n"),
                Arguments.of(CSHARP, "        Assert.True(true);\n"),
                Arguments.of(CSHARP, "        Assert.Equal(1, 1);\n"),
                Arguments.of(RUBY, "    expect(true).to be true\n"),
                Arguments.of(RUBY, "    expect(result).to eq(result)\n"));
    }

    @ParameterizedTest
    @MethodSource("emptyTruths")
    void shouldReportAnAssertionThatCannotFail(Sample sample, String assertion) {
        assertThat(sample.kinds(sample.with(sample.assertion(), assertion)))
                .contains(Kind.EMPTY_TRUTH)
                .containsAnyOf(Kind.LOOSENED, Kind.COMMENTED_OUT);
        assertThat(sample.kinds(sample.with(sample.assertion(), sample.assertion() + assertion)))
                .containsExactly(Kind.EMPTY_TRUTH);
    }

    @Test
    void shouldReportAFileThatRunnersDoNotLookAtAnyMore() {
        byte[] content = PYTHON.text().getBytes(StandardCharsets.UTF_8);

        assertThat(PYTHON.kinds(new FileChange.Rename(PYTHON.path(), "tests/calc_checks.py", content)))
                .containsExactly(Kind.DELETED, Kind.DELETED);
        assertThat(GO.kinds(new FileChange.Rename(GO.path(), "calc/calc.go.bak", content)))
                .containsExactly(Kind.DELETED, Kind.DELETED);
    }

    @Test
    void shouldReportATestInAStringOrABlockComment() {
        assertThat(PYTHON.kinds(
                        PYTHON.with("def test_add", "'''\ndef test_add"),
                        PYTHON.with("class TestSub", "'''\nclass TestSub")))
                .isNotEmpty();
        String block = JAVA.text()
                .replace("    @Test\n", "    /* @Test\n")
                .replace("    @ParameterizedTest", "    */\n    @ParameterizedTest");

        assertThat(JAVA.kinds(JAVA.with(JAVA.text(), block))).containsExactly(Kind.COMMENTED_OUT);
    }

    @Test
    void shouldNotReportAssertionsThatMovedToAHelperOrAnotherTest() {
        String helper = JAVA.text()
                .replace(JAVA.assertion() + JAVA.second(), "        assertSums(calc);\n")
                .replace(
                        "    @ParameterizedTest",
                        "    private static void assertSums(Calc calc) {\n" + JAVA.assertion() + JAVA.second()
                                + "    }\n\n    @ParameterizedTest");
        String split = JAVA.text()
                .replace(
                        JAVA.second(),
                        "    }\n\n    @Test\n    void shouldAddTwos() {\n        Calc calc = new Calc(\"{\");\n"
                                + JAVA.second());
        String chained = JAVA.text()
                .replace(
                        "assertThat(calc.add(2, 2)).isEqualTo(4);",
                        "assertThat(calc.add(2, 2)).isPositive().isEqualTo(4);");

        assertThat(JAVA.findings(JAVA.with(JAVA.text(), helper))).isEmpty();
        assertThat(JAVA.findings(JAVA.with(JAVA.text(), split))).isEmpty();
        assertThat(JAVA.findings(JAVA.with(JAVA.text(), chained))).isEmpty();
        assertThat(JAVA.findings(JAVA.with("assertThat(calc", "then(calc"))).isEmpty();
        assertThat(JAVA.findings(JAVA.with("assertThat(calc", "softly.assertThat(calc")))
                .isEmpty();
        assertThat(new TestTampering()
                        .inspect(MapTree.of(JAVA.path(), chained), List.of(JAVA.with(JAVA.text(), JAVA.text()))))
                .extracting(Finding::kind)
                .containsExactly(Kind.LOOSENED);
    }

    @Test
    void shouldReportAHelperThatLostItsAssertions() {
        String helper = JAVA.text()
                .replace(
                        "    @ParameterizedTest",
                        "    private static void check(Calc calc) {\n        assertEquals(7, calc.add(3, 4));\n    }\n\n    @ParameterizedTest");
        List<FileChange> changes = List.of(new FileChange.Modify(
                JAVA.path(),
                helper.replace("        assertEquals(7, calc.add(3, 4));\n", "").getBytes(StandardCharsets.UTF_8)));

        assertThat(new TestTampering().inspect(MapTree.of(JAVA.path(), helper), changes))
                .extracting(Finding::kind)
                .containsExactly(Kind.LOOSENED);
    }

    @Test
    void shouldNotReportNewTestsOrProductionCode() {
        List<FileChange> changes = List.of(
                new FileChange.Create(
                        "src/test/java/NewTest.java", JAVA.text().getBytes(StandardCharsets.UTF_8), false),
                new FileChange.Modify("src/main/java/A.java", "class A {}\n".getBytes(StandardCharsets.UTF_8)),
                new FileChange.Delete("README.md"));
        MapTree tree = MapTree.of(
                "src/main/java/A.java", "class A { void a() { assert x > 0; verify(x); } }\n", "README.md", "it('x')");

        assertThat(new TestTampering().inspect(tree, changes)).isEmpty();
    }

    @Test
    void shouldCompareWithEarlierChangesOfTheSameRun() {
        FileChange added = new FileChange.Create("a_test.go", GO.text().getBytes(StandardCharsets.UTF_8), false);
        FileChange weaker = new FileChange.Create(
                "a_test.go", GO.text().replace(GO.second(), "").getBytes(StandardCharsets.UTF_8), false);

        assertThat(new TestTampering().inspect(MapTree.of(), List.of(added), List.of(weaker)))
                .extracting(Finding::kind)
                .containsExactly(Kind.LOOSENED);
        assertThat(new TestTampering().inspect(MapTree.of(), List.of(weaker))).isEmpty();
    }

    @Test
    void shouldNameTheLine() {
        assertThat(JAVA.findings(JAVA.with(JAVA.assertion(), "")))
                .containsExactly(new Finding(
                        JAVA.path(), Kind.LOOSENED, 5, "the test shouldAdd has 1 assertions where it had 2"));
    }
}
