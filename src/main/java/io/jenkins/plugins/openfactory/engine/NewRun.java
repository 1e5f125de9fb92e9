package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A run that somebody asks for.
 *
 * @param request the written request
 * @param origin where it came from, for instance {@code file}, {@code standard input} or an issue's address
 * @param repository path or URL
 * @param base the branch that the pull request goes to; empty for the repository's default
 * @param settings the caller's settings in the shape of {@link RunConfig}; what it lacks comes from the repository's
 *     {@code .openfactory.yml} and the defaults
 */
public record NewRun(String request, String origin, String repository, Optional<String> base, ObjectNode settings) {}
