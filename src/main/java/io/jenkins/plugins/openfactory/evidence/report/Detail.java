package io.jenkins.plugins.openfactory.evidence.report;

/**
 * How much a report shows.
 *
 * @param characters of one line of somebody else's text
 * @param rows of one table
 * @param patch characters of one ticket's patch
 * @param patches characters of all patches together
 */
record Detail(int characters, int rows, int patch, int patches) {
    static final Detail FULL = new Detail(2000, 1500, 60_000, 600_000);
    static final Detail BRIEF = new Detail(400, 400, 8_000, 150_000);
    static final Detail LEAST = new Detail(120, 120, 0, 0);
}
