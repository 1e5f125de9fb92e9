package io.jenkins.plugins.openfactory.engine.stage;

import io.jenkins.plugins.openfactory.artifact.LeakScan;
import io.jenkins.plugins.openfactory.engine.Stage;
import io.jenkins.plugins.openfactory.engine.stage.architecture.ArchitectureStage;
import io.jenkins.plugins.openfactory.engine.stage.cigate.CiGateStage;
import io.jenkins.plugins.openfactory.engine.stage.implement.ImplementStage;
import io.jenkins.plugins.openfactory.engine.stage.integration.IntegrationStage;
import io.jenkins.plugins.openfactory.engine.stage.preflight.PreflightStage;
import io.jenkins.plugins.openfactory.engine.stage.release.ReleaseStage;
import io.jenkins.plugins.openfactory.engine.stage.specfreeze.SpecFreezeStage;
import io.jenkins.plugins.openfactory.engine.stage.tickets.TicketStage;
import io.jenkins.plugins.openfactory.evidence.sign.Signer;
import java.util.List;
import java.util.function.Supplier;

/** The pipeline: its eight stages in order. */
public final class Pipeline {
    private Pipeline() {}

    /**
     * @param leakScan made for each release, with the secrets that are known by then
     * @param signer has the key that signs a release
     */
    public static List<Stage> stages(Supplier<LeakScan> leakScan, Signer signer) {
        return List.of(
                new PreflightStage(),
                new SpecFreezeStage(),
                new ArchitectureStage(),
                new TicketStage(),
                new ImplementStage(),
                new IntegrationStage(),
                new CiGateStage(),
                new ReleaseStage(leakScan, signer));
    }
}
