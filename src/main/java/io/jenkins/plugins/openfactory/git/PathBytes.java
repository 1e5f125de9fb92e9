package io.jenkins.plugins.openfactory.git;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names of files as the bytes that Linux and git know, one character (U+0000 to U+00FF) each. Java decodes names with
 * the encoding of its locale and so can't name every file as text; the URI of a path keeps the bytes. Stateless.
 */
final class PathBytes {
    private PathBytes() {}

    /** The bytes of a relative path or of a link's target. */
    static String of(Path path) {
        String text = path.toString();
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        Path absolute = Path.of("/").resolve(path);
        String raw = absolute.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        String decoded = bytes.toString(StandardCharsets.ISO_8859_1);
        String cut =
                decoded.endsWith("/") && !text.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
        return path.isAbsolute() ? cut : cut.substring(1);
    }

    /** The path below a folder whose bytes are these. */
    static Path resolve(Path folder, String bytes) {
        if (bytes.chars().allMatch(c -> c < 0x80)) {
            return folder.resolve(bytes);
        }
        StringBuilder raw = new StringBuilder("file:///");
        for (byte b : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
            raw.append(b == '/' ? "/" : String.format("%%%02X", b));
        }
        return folder.resolve(Path.of("/").relativize(Path.of(URI.create(raw.toString()))));
    }

    /** The text of a path in git, which is UTF-8 by convention; empty where it is not. */
    static Optional<String> text(String bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
