package io.jenkins.plugins.openfactory.jenkins.ops;

import static io.jenkins.plugins.openfactory.doctor.Doctor.check;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Api;
import hudson.model.ManagementLink;
import hudson.security.Permission;
import io.jenkins.plugins.openfactory.doctor.Check;
import io.jenkins.plugins.openfactory.doctor.DiskCheck;
import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.doctor.MachineChecks;
import io.jenkins.plugins.openfactory.doctor.ProcessesCheck;
import io.jenkins.plugins.openfactory.doctor.RunWatch;
import io.jenkins.plugins.openfactory.doctor.SandboxCheck;
import io.jenkins.plugins.openfactory.doctor.StoreCheck;
import io.jenkins.plugins.openfactory.doctor.WorktreesCheck;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.sandbox.Machine;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxProbe;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.config.PluginLoader;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What the factory needs on the controller, looked at when asked. Safe for any thread. */
@Extension
@ExportedBean
public final class Doctor extends ManagementLink {
    /** What mends a finding here, where its own words name the command line. */
    private static final Map<String, String> HERE = Map.of(
            "worktrees",
            "Nothing: they are deleted within ten minutes.",
            "processes",
            "Nothing: they are ended within ten minutes.");

    /** The one of this Jenkins. */
    static Doctor get() {
        return ExtensionList.lookupSingleton(Doctor.class);
    }

    @Override
    public String getIconFileName() {
        return "symbol-heart";
    }

    @Override
    public String getDisplayName() {
        return Messages.Doctor_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.Doctor_description();
    }

    @Override
    public String getUrlName() {
        return "openfactory-doctor";
    }

    @Override
    public Category getCategory() {
        return Category.TROUBLESHOOTING;
    }

    @Override
    public Permission getRequiredPermission() {
        return Jenkins.ADMINISTER;
    }

    /** The REST API of the page. */
    public Api getApi() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return new Api(this);
    }

    /** What is found now, for the page. */
    @Exported
    public List<View> getFindings() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return examine(true).stream().map(View::new).toList();
    }

    /**
     * What is found now. Takes up to some seconds.
     *
     * @param whole whether the whole store is read too
     */
    List<Finding> examine(boolean whole) {
        return PluginLoader.with(
                () -> doctor(whole).examine().stream().map(Doctor::here).toList());
    }

    static Finding here(Finding found) {
        return found.mend().isEmpty()
                ? found
                : new Finding(
                        found.name(), found.severity(), found.text(), HERE.getOrDefault(found.name(), found.mend()));
    }

    private static io.jenkins.plugins.openfactory.doctor.Doctor doctor(boolean whole) {
        List<Check> checks = new ArrayList<>();
        checks.add(MachineChecks.java());
        checks.add(MachineChecks.git(() -> LocalGit.describe(FactoryRuntime.searchPath())));
        checks.add(check("disk", () -> DiskCheck.of(FactoryRuntime.folder())));
        checks.add(check(
                "sandbox of the controller",
                () -> SandboxCheck.of(new SandboxProbe(Machine.here()).find().report())));
        checks.add(MachineChecks.policy(Doctor::policy));
        checks.add(new StoreCheck(() -> damage(whole), Optional.empty(), Clock.systemUTC()));
        try {
            FactoryRuntime.Opened opened = FactoryRuntime.get().open();
            checks.add(MachineChecks.clock(opened.store(), opened.clock()));
            checks.add(new RunWatch(
                    opened.store(),
                    opened.home(),
                    opened.clock(),
                    RunWatch.PATIENCE,
                    trouble -> RunMend.of(opened.store(), trouble)));
            checks.add(new WorktreesCheck(opened.store(), opened.home(), opened.clock()));
            checks.add(new ProcessesCheck(opened.store(), opened.home()));
        } catch (UserError | WorldFault e) {
            // The check of the store says why it can't be opened.
        }
        return new io.jenkins.plugins.openfactory.doctor.Doctor(checks);
    }

    /** Deletes working trees and ends processes that nobody needs; what was done, one sentence each. */
    static List<String> cleanUp() {
        return PluginLoader.with(() -> {
            FactoryRuntime.Opened opened = FactoryRuntime.get().open();
            List<Check> checks = List.of(
                    new WorktreesCheck(opened.store(), opened.home(), opened.clock()),
                    new ProcessesCheck(opened.store(), opened.home()));
            return new io.jenkins.plugins.openfactory.doctor.Doctor(checks)
                    .fix().stream()
                            .flatMap(examined -> examined.done().stream())
                            .toList();
        });
    }

    private static Optional<String> damage(boolean whole) {
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        return whole ? opened.store().check() : Optional.empty();
    }

    private static CommandPolicy policy() {
        String file = FactoryConfiguration.get().getPolicyFile();
        return file.isEmpty() ? CommandPolicy.shipped() : CommandPolicy.load(Path.of(file));
    }

    /** A finding as a page shows it. Immutable. */
    @ExportedBean(defaultVisibility = 999)
    public static final class View {
        private final Finding finding;

        View(Finding finding) {
            this.finding = finding;
        }

        @Exported
        public String getName() {
            return finding.name();
        }

        @Exported
        public String getSeverity() {
            return finding.severity().id();
        }

        @Exported
        public String getText() {
            return finding.text();
        }

        @Exported
        public String getMend() {
            return finding.mend();
        }

        public String getIcon() {
            return switch (finding.severity()) {
                case OK -> "symbol-status-blue";
                case WARNING -> "symbol-status-yellow";
                case FAILURE -> "symbol-status-red";
            };
        }
    }
}
