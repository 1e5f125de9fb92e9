package io.jenkins.plugins.openfactory.evidence.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The files of the run view, found beside this class on the class path. Stateless, so safe for any thread. */
public final class ViewFiles {
    /** The scripts in the order in which they are loaded. */
    public static final List<String> SCRIPTS =
            List.of("base", "parts", "head", "spec", "tickets", "diff", "record", "log", "search", "run");

    private ViewFiles() {}

    /** The style sheet. */
    public static String style() {
        return text("base.css");
    }

    /** All scripts as one. */
    public static String script() {
        return SCRIPTS.stream().map(name -> text(name + ".js")).collect(Collectors.joining("\n"));
    }

    static String text(String name) {
        try (InputStream in = ViewFiles.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
