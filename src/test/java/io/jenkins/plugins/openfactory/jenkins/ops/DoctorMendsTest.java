package io.jenkins.plugins.openfactory.jenkins.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.doctor.Finding;
import org.junit.jupiter.api.Test;

/** What the doctor's page tells to do is something that can be done in Jenkins. */
class DoctorMendsTest {
    @Test
    void shouldTellWhatMendsItInJenkins() {
        for (String name : new String[] {"worktrees", "processes"}) {
            Finding found = Doctor.here(Finding.warning(name, "Something is left.", "End it with 'factory cancel r1'"));
            assertThat(found.mend()).as(name).isNotEmpty().doesNotContain("factory");
            assertThat(found.text()).isEqualTo("Something is left.");
        }
        assertThat(Doctor.here(Finding.warning("disk", "It is full.", "Make room."))
                        .mend())
                .isEqualTo("Make room.");
        // What is said about a run names its build already.
        assertThat(Doctor.here(Finding.warning("runs", "It was left.", "Look at shop #3."))
                        .mend())
                .isEqualTo("Look at shop #3.");
        assertThat(Doctor.here(Finding.ok("runs", "All is well.")).mend()).isEmpty();
    }
}
