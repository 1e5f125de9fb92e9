package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** The command line's entry: {@code ./factory}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(run(args));
    }

    /** Runs one command and returns its exit code. */
    static int run(String... args) {
        CommandLine line = new CommandLine(new FactoryCommand());
        line.setExecutionExceptionHandler((e, command, parsed) -> report(e, command.getErr()));
        line.setParameterExceptionHandler((e, wrong) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println("factory: " + e.getMessage());
            err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
            return ExitCode.USER;
        });
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(args);
    }

    private static int report(Exception e, PrintWriter err) {
        if (e instanceof UserError) {
            err.println("factory: " + e.getMessage());
            return ExitCode.USER;
        }
        if (e instanceof WorldFault fault) {
            err.println("factory: " + fault.getMessage() + " (" + fault.code() + ")");
            return ExitCode.FAILED;
        }
        err.println("factory: this is a bug of ours: " + e);
        e.printStackTrace(err);
        err.println("The run, if one was begun, is kept and can be resumed.");
        return ExitCode.BUG;
    }
}
