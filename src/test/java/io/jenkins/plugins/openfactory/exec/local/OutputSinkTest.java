package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.exec.Canary;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputSinkTest {
    private final List<Kill> stops = new ArrayList<>();

    private OutputSink sink(long flood) {
        Canary canary = Canary.of("run-1", "trace-1");
        return new OutputSink(new OutputSink.Kept(10, flood, new SecretMasker(), "/srv/tree", canary, stops::add));
    }

    @Test
    void shouldLetACommandSayMoreThanIsKept() throws IOException {
        OutputSink sink = sink(1000);

        sink.stream().write(new byte[1000]);

        assertThat(sink.finish().bytes()).isEqualTo(1000);
        assertThat(stops).isEmpty();
    }

    @Test
    void shouldStopACommandWhoseOutputIsAFlood() throws IOException {
        OutputSink sink = sink(1000);

        sink.stream().write(new byte[2000]);

        assertThat(sink.finish().truncated()).isTrue();
        assertThat(stops).containsOnly(Kill.OUTPUT);
    }
}
