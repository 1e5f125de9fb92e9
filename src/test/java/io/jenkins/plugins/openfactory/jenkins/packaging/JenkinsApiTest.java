package io.jenkins.plugins.openfactory.jenkins.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Holds what the plugin's class files refer to against what Jenkins 2.541.3 has. */
class JenkinsApiTest {
    /** Members that the recorded facts don't hold, read in the sources of Jenkins 2.541.3 and of its servlet API. */
    private static final Set<String> READ_IN_SOURCES = Set.of(
            "hudson.model.listeners.ItemListener.<init>()V",
            "org.kohsuke.stapler.StaplerRequest2.getContentLengthLong()J",
            "org.kohsuke.stapler.StaplerRequest2.getInputStream()Ljakarta/servlet/ServletInputStream;");

    private static final Path ADAPTER = Path.of("target/classes/io/jenkins/plugins/openfactory/jenkins");

    @Test
    void shouldReferToMembersThatJenkinsHas() throws IOException {
        ApiFacts facts = ApiFacts.read(Path.of("src/test/resources/jenkins-api"));
        List<String> wrong = new ArrayList<>();
        Set<ClassReferences.Reference> references = ClassReferences.of(ADAPTER, JenkinsApiTest::foreign);
        for (ClassReferences.Reference reference : references) {
            ApiFacts.Type type = facts.type(reference.owner()).orElse(null);
            String member = reference.name()
                    + (reference.descriptor().startsWith("(") ? reference.descriptor() : ":" + reference.descriptor());
            if (READ_IN_SOURCES.contains(reference.owner() + "." + member)) {
                continue;
            }
            if (type == null) {
                wrong.add("no facts of " + reference.owner() + "." + member);
            } else if (reference.descriptor().startsWith("(") && type.isInterface() != reference.viaInterface()) {
                wrong.add(reference.owner() + " is " + (type.isInterface() ? "an interface" : "a class"));
            } else if (!facts.has(reference.owner(), member)) {
                wrong.add(reference.owner() + " has no " + member);
            }
        }
        assertThat(references).hasSizeGreaterThan(80);
        assertThat(wrong).isEmpty();
    }

    private static boolean foreign(String owner) {
        return owner.startsWith("hudson.")
                || owner.startsWith("jenkins.")
                || owner.startsWith("org.jenkinsci.")
                || owner.startsWith("org.kohsuke.")
                || owner.startsWith("com.cloudbees.")
                || owner.startsWith("org.springframework.")
                || owner.startsWith("com.google.common.")
                || owner.startsWith("net.sf.json.");
    }
}
