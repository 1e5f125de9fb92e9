package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.StoreAddress;
import io.jenkins.plugins.openfactory.store.StorePlace;
import io.jenkins.plugins.openfactory.store.jdbc.StoreMigration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "store",
        description = "Looks after the run record.",
        mixinStandardHelpOptions = true,
        subcommands = StoreCommand.Migrate.class)
final class StoreCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name what to do, for instance 'factory store migrate'");
    }

    @Command(
            name = "migrate",
            description = "Copies the run record from SQLite to PostgreSQL, reads it back, and lets the home use it.",
            mixinStandardHelpOptions = true)
    static final class Migrate implements Callable<Integer> {
        private static final String SQLITE = "jdbc:sqlite:";

        @Mixin
        private HomeOption home;

        @Option(
                names = "--from",
                paramLabel = "URL",
                defaultValue = "sqlite",
                description = "'sqlite' for the home's own store (default), or jdbc:sqlite:/path/store.db.")
        private String from;

        @Option(
                names = "--to",
                paramLabel = "URL",
                required = true,
                description = "An empty database: jdbc:postgresql://host:5432/database.")
        private String to;

        @Option(names = "--to-user", paramLabel = "NAME", description = "Its user, where the URL names none.")
        private String user;

        @Option(
                names = "--to-password-file",
                paramLabel = "FILE",
                description = "The file with that user's password; the home reads it from there later on.")
        private Path passwordFile;

        @Option(names = "--no-switch", description = "Only copy; the home goes on with its SQLite store.")
        private boolean copyOnly;

        @Option(names = "--json", description = "Print the report as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            FactoryHome here = home();
            Path own = here.store();
            Path file = from.equals("sqlite") ? own : file(from);
            boolean move = file.equals(own) && !copyOnly;
            if (move && StoreAddress.of(here).isPresent()) {
                throw new UserError("'" + here.root() + "' keeps its record elsewhere already; see its store.json.");
            }
            StoreAddress target = new StoreAddress(
                    to,
                    Optional.ofNullable(user),
                    Optional.ofNullable(passwordFile).map(Path::toAbsolutePath));
            StoreMigration.Report report = new StoreMigration(file, target, StorePlace.of(here))
                    .run(move ? () -> target.save(here) : () -> {}, move);
            print(report, file, move);
            return ExitCode.DONE;
        }

        private FactoryHome home() {
            Path root = home.path();
            if (!Files.isDirectory(root)) {
                throw new UserError("There is no factory home at '" + root + "'; name it with --home.");
            }
            return new FactoryHome(root, root.resolve("workspaces"));
        }

        private static Path file(String url) {
            if (!url.startsWith(SQLITE)) {
                throw new UserError("--from is '" + url.replaceAll("[/?@].*", "…")
                        + "'; write sqlite, or jdbc:sqlite:/path/store.db.");
            }
            return Path.of(url.substring(SQLITE.length())).toAbsolutePath();
        }

        private void print(StoreMigration.Report report, Path file, boolean moved) {
            if (json) {
                System.out.print(Json.pretty(report.toJson()));
                return;
            }
            report.tables()
                    .forEach(table ->
                            System.out.printf("%-16s %8d rows  %s%n", table.name(), table.rows(), table.sha256()));
            System.out.println("Everything was read back from PostgreSQL and is the same.");
            System.out.println(
                    moved
                            ? "The home uses PostgreSQL from now on; " + file
                                    + " takes no more writes and can be kept as a backup."
                            : "The home goes on with " + file + ".");
        }
    }
}
