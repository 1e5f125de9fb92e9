package io.jenkins.plugins.openfactory.jenkins;

import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;

/** The Pipelines that these tests run. */
final class Pipelines {
    static final String WHOLE = """
            node {
              def spec = factorySpecFreeze()
              echo "spec ${spec.specSha256}"
              def tickets = factoryTickets()
              echo "tickets ${tickets.size()}"
              def work = factoryImplement parallel: 1
              echo "work ${work.tickets}"
              def gate = factoryCiGate requiredChecks: ['tests']
              echo "gate ${gate.conclusion}"
              def release = factoryRelease()
              echo "release ${release.status}"
            }
            """;

    static final String WITH_APPROVAL = """
            node {
              factorySpecFreeze approve: 'spec'
            }
            """;

    static final String WITH_BODY = """
            node('worker') {
              factorySpecFreeze()
              factoryTickets()
              factoryImplement()
            }
            def gate = factoryCiGate(requiredChecks: ['tests']) { node('worker') { factoryImplement() } }
            echo "gate ${gate.conclusion}"
            """;

    private Pipelines() {}

    static WorkflowJob job(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
