package io.jenkins.plugins.openfactory.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContextLanguageTest {
    private static List<String> definitions(String path, String text) {
        Language language = Language.of(path).orElseThrow();
        return Definitions.of(CodeText.of(text, language), language).stream()
                .map(Definitions.Definition::name)
                .toList();
    }

    static Stream<Arguments> languages() {
        return Stream.of(
                Arguments.of(
                        "Cart.java", """
                        package a;
                        import b.C;
                        // class Comment {}
                        /* class Block { */
                        @Deprecated
                        public final class Cart<T> extends Base implements Other {
                            private static final String TEXT = "class Text {";
                            public Cart(int size) { super(size); }
                            @Override public List<String> names() {
                                if (isEmpty()) { return other(names); }
                                String x = call(y);
                                return new Thing(x).apply(z);
                            }
                            abstract void open();
                            enum Kind { A, B }
                            record Pair(int a, int b) {}
                            @interface Mark {}
                        }
                        interface Reader { byte[] read(String path) throws IOException; }
                        """, List.of("Cart", "Cart", "names", "open", "Kind", "Pair", "Mark", "Reader")),
                Arguments.of("cart.kt", """
                        package a
                        class Cart(val size: Int) {
                            fun total(): Int = prices.sum()
                            val local = 3
                        }
                        fun <T> List<T>.second(): T = this[1]
                        object Registry
                        data class Price(val cents: Int)
                        val topLevel = 1
                        """, List.of("Cart", "total", "second", "Registry", "Price", "topLevel")),
                Arguments.of("cart.py", """
                        import os
                        LIMIT = 3
                        names: list[str] = []
                        x == 3
                        # def comment(): pass
                        class Cart(Base):
                            \"\"\"def docstring(): pass\"\"\"
                            def total(self):
                                return sum(self.prices)
                            async def load(self): ...
                        """, List.of("LIMIT", "names", "Cart", "total", "load")),
                Arguments.of(
                        "cart.ts",
                        """
                        import { x } from 'y';
                        export class Cart extends Base {
                          constructor(private size: number) {
                          }
                          async total(): Promise<number> {
                            if (this.size) {
                            }
                            return compute(this.size);
                          }
                        }
                        export interface Price { cents: number }
                        export type Id = string;
                        export const toId = (x: string) => x;
                        function* walk() {}
                        exports.load = function () {};
                        app.prototype.use = async (x) => {};
                        const text = `class InTemplate {}`;
                        """,
                        List.of("Cart", "constructor", "total", "Price", "Id", "toId", "walk", "load", "use", "text")),
                Arguments.of("cart.go", """
                        package cart
                        type Cart struct { size int }
                        func (c *Cart) Total() int { return helper(c.size) }
                        func helper(x int) int { return x }
                        type Reader[T any] interface { Read() T }
                        const Limit = 3
                        """, List.of("Cart", "Total", "helper", "Reader", "Limit")),
                Arguments.of("cart.rs", """
                        pub struct Cart<'a> { name: &'a str }
                        impl<'a> Cart<'a> {
                            pub fn total(&self) -> u64 { compute(self.x) }
                        }
                        pub(crate) enum Kind { A }
                        trait Shop { fn open(&mut self); }
                        macro_rules! check { () => {} }
                        const LIMIT: u32 = 3;
                        type Id = u64;
                        """, List.of("Cart", "total", "Kind", "Shop", "check", "LIMIT", "Id")),
                Arguments.of("cart.c", """
                        #include <stdio.h>
                        #define MAX_SIZE 10
                        struct cart {
                            int size;
                        };
                        typedef struct { int a; } pair_t;
                        typedef struct {
                            int b;
                        } other_t;
                        static int total(const struct cart *c)
                        {
                            int x = helper(c);
                            if (x > helper(c)) return x;
                            return helper(c);
                        }
                        main(argc, argv)
                        {
                        }
                        """, List.of("MAX_SIZE", "cart", "other_t", "total", "main")),
                Arguments.of("cart.cpp", """
                        namespace shop {
                        class Cart : public Base {
                        public:
                            int total() const;
                        };
                        int Cart::total() const {
                            return helper(this);
                        }
                        }
                        """, List.of("shop", "Cart", "total", "total")),
                Arguments.of("Cart.cs", """
                        namespace Shop;
                        public class Cart : Base {
                            public int Size { get; set; }
                            public async Task<int> TotalAsync(string name) {
                                var x = Helper(name);
                                return await Other(x);
                            }
                        }
                        public record Price(int Cents);
                        """, List.of("Cart", "Size", "TotalAsync", "Price")),
                Arguments.of("cart.rb", """
                        module Shop
                          class Cart < Base
                            LIMIT = 3
                            def total
                              prices.sum
                            end
                            def self.load(name)
                            end
                          end
                        end
                        TOP = 1
                        """, List.of("Shop", "Cart", "total", "load", "TOP")),
                Arguments.of("run.sh", """
                        #!/bin/sh
                        check() {
                          echo "function text() {"
                        }
                        function build {
                          make
                        }
                        check
                        """, List.of("check", "build")));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void shouldFindDefinitions(String path, String text, List<String> expected) {
        assertThat(definitions(path, text)).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldNotBlankBehindALifetimeOrAnApostrophe() {
        assertThat(definitions("a.rs", "fn a<'x>(s: &'x str) {}\nfn b() {}\n")).containsExactly("a", "b");
        assertThat(definitions("a.java", "/** it's fine */\nclass A {}\n")).containsExactly("A");
    }

    @Property(tries = 300)
    void shouldKeepEveryOffset(@ForAll String text) {
        for (Language language : Language.values()) {
            char[] code = CodeText.of(text, language);

            assertThat(code).hasSameSizeAs(text.toCharArray());
            for (int i = 0; i < code.length; i++) {
                assertThat(code[i]).isIn(text.charAt(i), ' ');
                assertThat(code[i] == '\n').isEqualTo(text.charAt(i) == '\n');
            }
            Definitions.of(code, language);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "parseHTTPHeader, 'parse http header =parsehttpheader'",
        "snake_case_name, 'snake case name =snakecasename'",
        "total, total",
        "the, ''",
        "prices, price",
        "parsing, pars",
        "utf8Reader, 'utf reader =utf8reader'"
    })
    void shouldSplitNames(String name, String words) {
        java.util.List<String> parts = new java.util.ArrayList<>();
        Words.parts(name, parts::add);

        assertThat(String.join(" ", parts)).isEqualTo(words);
    }
}
