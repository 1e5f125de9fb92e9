package io.jenkins.plugins.openfactory.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The masker against a naive oracle that looks for every form at every place. */
class SecretMaskerPropertyTest {
    @Property(tries = 10_000)
    void shouldEqualTheOracleAtEveryChunkSplit(
            @ForAll("secrets") List<String> secrets, @ForAll("texts") List<Integer> parts, @ForAll long seed) {
        SecretMasker masker = new SecretMasker();
        List<byte[]> forms = new ArrayList<>();
        for (String secret : secrets) {
            masker.register(secret);
            forms.addAll(SecretForms.of(secret));
        }
        byte[] text = text(parts, forms);
        byte[] expected = oracle(text, forms);

        assertThat(masked(masker, text, new Random(seed))).isEqualTo(expected);
        assertThat(masked(masker, text, null)).isEqualTo(expected);
    }

    @Property(tries = 10_000)
    void shouldEqualTheOracleForEverySingleSplit(
            @ForAll("secrets") List<String> secrets, @ForAll("texts") List<Integer> parts) {
        SecretMasker masker = new SecretMasker();
        List<byte[]> forms = new ArrayList<>();
        for (String secret : secrets) {
            masker.register(secret);
            forms.addAll(SecretForms.of(secret));
        }
        byte[] text = text(parts, forms);
        byte[] expected = oracle(text, forms);
        for (int split = 0; split <= text.length; split++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream stream = masker.mask(out)) {
                stream.write(text, 0, split);
                stream.write(text, split, text.length - split);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(out.toByteArray()).isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<List<String>> secrets() {
        Arbitrary<String> dense =
                Arbitraries.strings().withChars('a', 'b').ofMinLength(4).ofMaxLength(9);
        Arbitrary<String> odd = Arbitraries.strings()
                .withChars("aA1/+ '\"\\<&%é€$!".toCharArray())
                .ofMinLength(4)
                .ofMaxLength(12);
        return Arbitraries.oneOf(dense, odd).list().ofMinSize(1).ofMaxSize(6);
    }

    /** Numbers from which {@link #text} makes a text: pieces of forms, whole forms, and letters of the same alphabet. */
    @Provide
    Arbitrary<List<Integer>> texts() {
        return Arbitraries.integers().between(0, 1 << 20).list().ofMaxSize(12);
    }

    private static byte[] text(List<Integer> parts, List<byte[]> forms) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int part : parts) {
            byte[] form = forms.get(part % forms.size());
            int kind = part / 1024 % 4;
            int cut = part / 4096 % (form.length + 1);
            switch (kind) {
                case 0 -> text.writeBytes(form);
                case 1 -> text.write(form, 0, cut);
                case 2 -> text.write(form, cut, form.length - cut);
                default -> text.writeBytes("abbaabab".substring(part % 8).getBytes(StandardCharsets.UTF_8));
            }
        }
        return text.toByteArray();
    }

    private static byte[] masked(SecretMasker masker, byte[] text, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream stream = masker.mask(out)) {
            int at = 0;
            while (at < text.length) {
                int size = random == null ? 1 : Math.min(text.length - at, random.nextInt(9));
                stream.write(text, at, size);
                at += size;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] oracle(byte[] text, List<byte[]> forms) {
        boolean[] secret = new boolean[text.length];
        for (byte[] form : forms) {
            for (int at = 0; at + form.length <= text.length; at++) {
                if (java.util.Arrays.equals(text, at, at + form.length, form, 0, form.length)) {
                    java.util.Arrays.fill(secret, at, at + form.length, true);
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < text.length; at++) {
            if (!secret[at]) {
                out.write(text[at]);
            } else if (at == 0 || !secret[at - 1]) {
                out.writeBytes("****".getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }
}
