package io.jenkins.plugins.openfactory.cli;
/** placeholder until the exec room is in. */
final class Runners {}
