package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.util.Optional;

/** Gives a recorded run another bound on tokens or money: the one setting that may change after its creation. */
final class RaisedBudget {
    private RaisedBudget() {}

    static RunRow of(RunRow row, Optional<Long> tokens, Optional<Double> usd) {
        ObjectNode config = (ObjectNode) Json.read(row.config());
        ObjectNode budget = config.withObject("/budget");
        tokens.ifPresent(bound -> budget.put("tokens", bound));
        usd.ifPresent(bound -> budget.put("usd", bound));
        RunConfigRules.check(Json.value(config, RunConfig.class));
        return new RunRow(
                row.runId(),
                row.traceId(),
                row.state(),
                row.waitingFor(),
                row.waitingText(),
                row.title(),
                Json.write(config),
                row.request(),
                row.requestSha256(),
                row.specSha256(),
                row.errorCode(),
                row.errorText(),
                row.createdAt(),
                row.updatedAt());
    }
}
