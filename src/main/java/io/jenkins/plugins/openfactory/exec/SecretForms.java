package io.jenkins.plugins.openfactory.exec;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/** The spellings in which a secret turns up in logs. Stateless. */
final class SecretForms {
    private static final String UNRESERVED = "-._~";
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private SecretForms() {}

    /**
     * The text itself; Base64 in both alphabets at each of the three alignments inside a longer text; percent-encoding as
     * the usual libraries do it; JSON, HTML and shell quoting; hexadecimal. Each as bytes, without duplicates, none shorter
     * than {@link PatternSet#GRAM} bytes.
     */
    static List<byte[]> of(String secret) {
        Map<String, byte[]> forms = new LinkedHashMap<>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        put(forms, secret);
        base64(forms, bytes);
        percent(forms, bytes);
        json(forms, secret);
        html(forms, secret);
        shell(forms, secret);
        put(forms, HexFormat.of().formatHex(bytes));
        put(forms, UPPER.formatHex(bytes));
        return List.copyOf(forms.values());
    }

    private static void put(Map<String, byte[]> forms, String form) {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= PatternSet.GRAM) {
            forms.putIfAbsent(form, bytes);
        }
    }

    private static void base64(Map<String, byte[]> forms, byte[] bytes) {
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (int before = 0; before < 3; before++) {
                byte[] shifted = new byte[before + bytes.length];
                System.arraycopy(bytes, 0, shifted, before, bytes.length);
                String text = encoder.encodeToString(shifted);
                int first = (before * 8 + 5) / 6;
                String whole = text.substring(first);
                String certain = text.substring(first, shifted.length * 8 / 6);
                for (String form : List.of(certain, whole, whole.replace("=", ""))) {
                    put(forms, form);
                    put(forms, form.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"));
                    put(forms, form.replace("+", "%2b").replace("/", "%2f").replace("=", "%3d"));
                }
            }
        }
    }

    private static void percent(Map<String, byte[]> forms, byte[] bytes) {
        for (String safe : List.of(UNRESERVED, UNRESERVED + "!*'()", UNRESERVED + "/", "-._*", "-._* ", "")) {
            boolean all = safe.isEmpty();
            String text = percent(bytes, c -> !all && (alphanumeric(c) || safe.indexOf(c) >= 0));
            put(forms, text.replace(' ', '+'));
            put(forms, lowerEscapes(text.replace(' ', '+')));
        }
    }

    private static String percent(byte[] bytes, IntPredicate kept) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            int c = b & 0xff;
            if (c < 128 && kept.test(c)) {
                out.append((char) c);
            } else {
                out.append('%').append(UPPER.toHexDigits(b));
            }
        }
        return out.toString();
    }

    private static String lowerEscapes(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i + 2 < text.length(); i++) {
            if (text.charAt(i) == '%') {
                out.replace(i + 1, i + 3, text.substring(i + 1, i + 3).toLowerCase(Locale.ROOT));
            }
        }
        return out.toString();
    }

    private static boolean alphanumeric(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static void json(Map<String, byte[]> forms, String secret) {
        String plain = jsonEscaped(secret, c -> false, HexFormat.of());
        put(forms, plain);
        put(forms, plain.replace("/", "\\/"));
        for (HexFormat hex : List.of(HexFormat.of(), UPPER)) {
            put(forms, jsonEscaped(secret, c -> c > 126, hex));
            put(forms, jsonEscaped(secret, c -> c > 126, hex).replace("/", "\\/"));
            put(forms, jsonEscaped(secret, c -> "<>&".indexOf(c) >= 0, hex));
            put(forms, jsonEscaped(secret, c -> c > 126 || "<>&'".indexOf(c) >= 0, hex));
        }
    }

    private static String jsonEscaped(String text, IntPredicate asCode, HexFormat hex) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            int simple = "\"\\\b\f\n\r\t".indexOf(c);
            if (simple >= 0) {
                out.append('\\').append("\"\\bfnrt".charAt(simple));
            } else if (c < ' ' || asCode.test(c)) {
                out.append("\\u").append(hex.toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static void html(Map<String, byte[]> forms, String secret) {
        String tags = secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        put(forms, tags);
        for (String apostrophe : List.of("'", "&#39;", "&#x27;", "&apos;")) {
            for (String quote : List.of("\"", "&quot;", "&#34;")) {
                put(forms, tags.replace("'", apostrophe).replace("\"", quote));
            }
        }
    }

    private static void shell(Map<String, byte[]> forms, String secret) {
        put(forms, secret.replace("'", "'\\''"));
        put(forms, secret.replace("'", "'\"'\"'"));
        put(forms, escaped(secret, c -> "\\\"$`".indexOf(c) >= 0));
        put(forms, escaped(secret, c -> "\\\"$`!".indexOf(c) >= 0));
        put(forms, escaped(secret, c -> c < 128 && !alphanumeric(c) && "_@%+=:,./-".indexOf(c) < 0));
        put(forms, escaped(secret, c -> c < 128 && !alphanumeric(c) && "_@%+=:./-".indexOf(c) < 0));
        StringBuilder ansi = new StringBuilder();
        for (byte b : secret.getBytes(StandardCharsets.UTF_8)) {
            int simple = "\\'\n\r\t".indexOf(b);
            if (simple >= 0) {
                ansi.append('\\').append("\\'nrt".charAt(simple));
            } else if (b < ' ') {
                ansi.append(String.format("\\%03o", b & 0xff));
            } else {
                ansi.append((char) b);
            }
        }
        put(forms, ansi.toString());
    }

    private static String escaped(String text, IntPredicate special) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (special.test(c)) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}
