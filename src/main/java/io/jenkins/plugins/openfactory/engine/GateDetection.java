package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The local gates of a repository that names none: its Makefile's targets, else its build tool's tests. */
final class GateDetection {
    private GateDetection() {}

    /** Argv lists; empty where nothing is recognised, which preflight reports. */
    static ArrayNode detect(FileTree tree, List<String> paths) {
        ArrayNode gates = Json.array();
        Optional<String> makefile = text(tree, "Makefile").or(() -> text(tree, "makefile"));
        if (makefile.isPresent() && hasTarget(makefile.get(), "test")) {
            add(gates, "make", "test");
            if (hasTarget(makefile.get(), "integration")) {
                add(gates, "make", "integration");
            }
        } else if (paths.contains("pom.xml")) {
            add(gates, "mvn", "-B", "-q", "-o", "test");
        } else if (paths.contains("build.gradle") || paths.contains("build.gradle.kts")) {
            add(gates, "gradle", "--offline", "test");
        } else if (paths.contains("package.json")) {
            add(gates, "npm", "test");
        } else if (paths.contains("go.mod")) {
            add(gates, "go", "test", "./...");
        } else if (paths.contains("Cargo.toml")) {
            add(gates, "cargo", "test", "--offline");
        } else if (paths.contains("pyproject.toml") || paths.contains("setup.py") || paths.contains("pytest.ini")) {
            add(gates, "python3", "-m", "pytest", "-q");
        }
        return gates;
    }

    private static void add(ArrayNode gates, String... argv) {
        ArrayNode gate = gates.addArray();
        for (String argument : argv) {
            gate.add(argument);
        }
    }

    private static boolean hasTarget(String makefile, String target) {
        return Pattern.compile("(?m)^" + target + "\\s*:(?!=)")
                .matcher(makefile)
                .find();
    }

    private static Optional<String> text(FileTree tree, String path) {
        return tree.entry(path).map(entry -> new String(entry.content(), StandardCharsets.UTF_8));
    }
}
