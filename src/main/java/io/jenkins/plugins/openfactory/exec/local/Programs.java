package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.PolicyRule;
import java.util.Set;

/** The programs that a policy's rules name, as they are where commands run. Safe for any thread. */
interface Programs {
    /** The names of the rules whose program is there. */
    Set<String> available();

    /** The rule's program: present only if it may be trusted. */
    Binaries.Binary current(PolicyRule rule);
}
