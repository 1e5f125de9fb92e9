package io.jenkins.plugins.openfactory.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What the build says of itself. */
final class BuildInfo {
    private BuildInfo() {}

    static String version() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("/openfactory-build.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("the build lacks openfactory-build.properties", e);
        }
        return properties.getProperty("version");
    }
}
