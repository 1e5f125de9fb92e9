package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import java.nio.file.Path;

/** A factory's process that runs one script and is killed meanwhile; see {@link FactoryDeathTest}. */
final class KilledFactory {
    private KilledFactory() {}

    /** Arguments: the test's folder, {@code full} or {@code reduced}. */
    public static void main(String[] arguments) {
        RunnerSettings settings = RunnerSettings.standard().withBuildsInReducedTier();
        if (arguments[1].equals("reduced")) {
            settings = settings.withMachine(settings.machine().withoutBubblewrap());
        }
        RunnerFixture fixture =
                new RunnerFixture(Path.of(arguments[0]), settings, CommandPolicy.parse(RunnerFixture.SCRIPTS));
        fixture.script(
                "trap '' TERM HUP INT",
                "(setsid sleep " + arguments[2] + "1 &) &",
                "sleep " + arguments[2] + "2 & sleep " + arguments[2] + "3");
    }
}
