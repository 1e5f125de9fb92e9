package io.jenkins.plugins.openfactory.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.AuditRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditChainTest {
    private static List<AuditRow> chain(int length) {
        List<AuditRow> rows = new ArrayList<>();
        String previous = AuditRow.NO_HASH;
        for (int i = 0; i < length; i++) {
            AuditRow row = link(i, previous, Json.object().put("event", "start").put("argv", "make " + i));
            rows.add(row);
            previous = row.hash();
        }
        return rows;
    }

    private static AuditRow link(long before, String previous, JsonNode record) {
        return AuditRow.Draft.of(record).after(before, previous);
    }

    @Test
    void shouldGiveLengthAndHeadOfAWholeChain() {
        List<AuditRow> rows = chain(5);

        assertThat(AuditChain.of(rows)).isEqualTo(new AuditChain(5, rows.get(4).hash(), java.util.Optional.empty()));
        assertThat(AuditChain.of(List.of()).head()).isEqualTo(AuditRow.NO_HASH);
    }

    @Test
    void shouldNameTheLinkThatWasChanged() {
        List<AuditRow> rows = chain(5);
        AuditRow third = rows.get(2);
        rows.set(
                2,
                new AuditRow(3, third.prevHash(), third.hash(), third.record().replace("make 2", "make 9")));

        assertThat(AuditChain.of(rows).problem()).hasValue("Link 3 was changed: its hash is not that of its content.");
    }

    @Test
    void shouldNameTheLinkThatWasTakenOut() {
        List<AuditRow> rows = chain(5);
        rows.remove(1);

        assertThat(AuditChain.of(rows).problem()).hasValue("Link 2 is missing: link 3 stands in its place.");
    }

    @Test
    void shouldNoticeALinkThatWasPutInFromElsewhere() {
        List<AuditRow> rows = chain(5);
        rows.set(3, link(3, "a".repeat(64), Json.object()));

        assertThat(AuditChain.of(rows).problem().orElseThrow()).startsWith("Link 4 does not follow the link before it");
    }

    @Test
    void shouldNoticeANumberThatIsNotItsOwn() {
        List<AuditRow> rows = chain(1);
        String record = rows.get(0).record().replace("\"seq\":1", "\"seq\":7");
        rows.set(0, new AuditRow(1, AuditRow.NO_HASH, AuditRow.hash(AuditRow.NO_HASH, record), record));

        assertThat(AuditChain.of(rows).problem()).hasValue("Link 1 says of itself that it is link 7.");
    }

    @Test
    void shouldPairStartsWithTheirEnds() {
        List<AuditRow> rows = new ArrayList<>();
        add(rows, "{\"event\":\"start\",\"stage\":\"integration\",\"argv\":[\"make\"],\"tier\":\"FULL\",\"uid\":7}");
        add(
                rows,
                "{\"event\":\"denied\",\"stage\":\"integration\",\"argv\":[\"sh\"],\"code\":\"WRAPPER\",\"reason\":\"no\"}");
        add(rows, "{\"event\":\"end\",\"of\":1,\"exitCode\":2,\"durationMillis\":30,\"killed\":null}");
        add(rows, "{\"event\":\"start\",\"argv\":[\"mvn\"]}");

        List<AuditedCommand> commands = AuditedCommand.of(rows);

        assertThat(commands)
                .extracting(AuditedCommand::ending)
                .containsExactly("exit code 2", "denied (WRAPPER)", "no end recorded");
        assertThat(commands.get(0).place().orElseThrow().tier()).isEqualTo("full");
        assertThat(commands.get(1).place()).isEmpty();
    }

    private static void add(List<AuditRow> rows, String record) {
        String previous =
                rows.isEmpty() ? AuditRow.NO_HASH : rows.get(rows.size() - 1).hash();
        rows.add(link(rows.size(), previous, Json.read(record)));
    }
}
