package io.jenkins.plugins.openfactory.jenkins.config;

import hudson.model.Run;
import java.util.Optional;

/**
 * Where a step of a build works.
 *
 * @param build the build, which credentials are looked up for
 * @param node its node; empty outside of a {@code node} block
 * @param wanted without a node, called by the first command that needs one: it stops the work, which goes on elsewhere;
 *     empty where such commands are refused
 */
public record Place(Run<?, ?> build, Optional<StepNode> node, Optional<Runnable> wanted) {}
