package io.jenkins.plugins.openfactory.jenkins.ops;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.ManagementLink;
import hudson.security.Permission;
import io.jenkins.plugins.openfactory.doctor.DiskCheck;
import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.doctor.SandboxCheck;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/** What the factory needs on the controller, looked at when asked. Safe for any thread. */
@Extension
public final class Doctor extends ManagementLink {
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

    /** What is found now, for the page. */
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
        return PluginLoader.with(() -> {
            List<Finding> findings = new ArrayList<>();
            findings.add(look("git", () -> {
                return Finding.ok(
                        "git", LocalGit.find(FactoryRuntime.searchPath()).toString());
            }));
            findings.add(look("store", () -> store(whole)));
            findings.add(look("disk", () -> DiskCheck.of(FactoryRuntime.folder())));
            findings.add(look(
                    "sandbox of the controller",
                    () -> SandboxCheck.of(
                            new SandboxProbe(Machine.here()).find().report())));
            findings.add(look("policy", Doctor::policy));
            return findings;
        });
    }

    private static Finding store(boolean whole) {
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        Optional<String> found = whole ? opened.store().check() : Optional.empty();
        return found.map(damage -> Finding.failure(
                        "store", damage, "Restore " + opened.home().store() + " from a backup."))
                .orElseGet(() -> Finding.ok("store", opened.home().store() + (whole ? " is sound." : " is open.")));
    }

    private static Finding policy() {
        String file = FactoryConfiguration.get().getPolicyFile();
        CommandPolicy policy = file.isEmpty() ? CommandPolicy.shipped() : CommandPolicy.load(Path.of(file));
        return Finding.ok("policy", policy.rules().size() + " rules, SHA-256 " + policy.sha256());
    }

    private static Finding look(String name, Supplier<Finding> check) {
        try {
            return check.get();
        } catch (UserError | WorldFault e) {
            return Finding.failure(name, e.getMessage(), "");
        }
    }

    /** A finding as a page shows it. Immutable. */
    public static final class View {
        private final Finding finding;

        View(Finding finding) {
            this.finding = finding;
        }

        public String getName() {
            return finding.name();
        }

        public String getSeverity() {
            return finding.severity().id();
        }

        public String getText() {
            return finding.text();
        }

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
