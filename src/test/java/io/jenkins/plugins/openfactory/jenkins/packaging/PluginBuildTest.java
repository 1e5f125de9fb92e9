package io.jenkins.plugins.openfactory.jenkins.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Both builds make the same plugin. */
class PluginBuildTest {
    private static final List<String> NOT_BUNDLED = List.of("slf4j-jdk14", "jna", "picocli", "sezpoz", "localizer");

    @Test
    void shouldBundleTheSameInBothBuilds() throws Exception {
        assertThat(dependencies(
                        "pom-jenkins.xml", List.of("io.jenkins", "org.jenkins-ci", "org.jenkinsci", "org.6wind")))
                .isEqualTo(dependencies("pom.xml", List.of()));
    }

    @Test
    void shouldSayWhatTheManifestsNeed() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        for (String name : List.of(
                "Short-Name",
                "Long-Name",
                "Group-Id",
                "Artifact-Id",
                "Plugin-Version",
                "Jenkins-Version",
                "Minimum-Java-Version",
                "Plugin-License-Name",
                "Plugin-Dependencies",
                "PluginFirstClassLoader")) {
            assertThat(pom).contains("<attribute name=\"" + name + "\"");
        }
        assertThat(pom.split("<attribute name=\"Short-Name\"", -1)).hasSize(3);
        assertThat(pom.split("<attribute name=\"Plugin-Version\"", -1)).hasSize(3);
    }

    @Test
    void shouldNeedTheSamePluginsInBothBuilds() throws IOException {
        String ours = Files.readString(Path.of("pom.xml"));
        String theirs = Files.readString(Path.of("pom-jenkins.xml")).replaceAll("\\s+", "");
        Matcher list = Pattern.compile("<jenkins.dependencies>([^<]+)<").matcher(ours);
        assertThat(list.find()).isTrue();
        List<String> needed = List.of(list.group(1).split(","));
        assertThat(needed).hasSizeGreaterThan(5);
        assertThat(needed).allSatisfy(entry -> {
            String id = "<artifactId>" + entry.substring(0, entry.indexOf(':')) + "</artifactId>";
            assertThat(theirs).contains(id + (entry.endsWith(";resolution:=optional") ? "<optional>true" : "</dep"));
        });
    }

    @Test
    void shouldKeepWhatJenkinsHasOutOfTheBundle() throws Exception {
        for (String entry : dependencies("pom.xml", List.of())) {
            assertThat(entry)
                    .doesNotContain("slf4j", "servlet", "guava", "guice", "groovy", "xstream", "spring", "commons-");
        }
        String pom = Files.readString(Path.of("pom.xml"));
        int bundle = pom.indexOf("prefix=\"WEB-INF/lib\" excludes=\"");
        assertThat(pom.substring(bundle, pom.indexOf('\n', bundle)))
                .contains("slf4j-*.jar", "jna-*.jar", "picocli-*.jar", "commons-io-*.jar");
    }

    /** Group, artifact and version of what is bundled, with properties as they are written. */
    private static TreeSet<String> dependencies(String pom, List<String> skipped) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of(pom).toFile());
        TreeSet<String> found = new TreeSet<>();
        NodeList nodes = document.getElementsByTagName("dependency");
        for (int i = 0; i < nodes.getLength(); i++) {
            Element node = (Element) nodes.item(i);
            boolean managed = node.getParentNode().getParentNode().getNodeName().equals("dependencyManagement");
            String scope = text(node, "scope");
            String group = text(node, "groupId");
            if (!managed
                    && !List.of("test", "provided").contains(scope)
                    && skipped.stream().noneMatch(group::startsWith)
                    && !NOT_BUNDLED.contains(text(node, "artifactId"))) {
                found.add(group + ":" + text(node, "artifactId") + ":" + text(node, "version"));
            }
        }
        return found;
    }

    private static String text(Element node, String name) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < node.getChildNodes().getLength(); i++) {
            if (node.getChildNodes().item(i).getNodeName().equals(name)) {
                texts.add(node.getChildNodes().item(i).getTextContent().strip());
            }
        }
        return texts.isEmpty() ? "" : texts.get(0);
    }
}
