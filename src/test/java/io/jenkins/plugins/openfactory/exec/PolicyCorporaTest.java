package io.jenkins.plugins.openfactory.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The shipped policy against command lines that people run, and against ones that nobody should. */
class PolicyCorporaTest {
    private static final double USEFUL = 0.94;

    @Test
    void shouldAllowWhatPeopleRunEveryDay() {
        PolicyStats stats = PolicyStats.of(CommandPolicy.shipped(), Path.of("src/test/resources/exec/benign.txt"));

        assertThat(stats.lines()).isGreaterThan(300);
        assertThat(stats.share()).as(stats.text()).isGreaterThanOrEqualTo(USEFUL);
    }

    @Test
    void shouldAllowNothingHostile() {
        PolicyStats stats = PolicyStats.of(CommandPolicy.shipped(), Path.of("src/test/resources/exec/hostile.txt"));

        assertThat(stats.lines()).isGreaterThan(390);
        assertThat(stats.allowed()).as(stats.allowedByRule().toString()).isZero();
        assertThat(stats.deniedByCode()).doesNotContainKey("NOT_A_LIST");
    }
}
