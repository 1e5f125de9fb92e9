package io.jenkins.plugins.openfactory.evidence.view;

/**
 * How much a report shows.
 *
 * @param characters of one text in the document
 * @param rows of one list
 * @param line characters of one line of the plain page
 * @param part characters of one patch or log
 * @param parts characters of all patches and logs together
 */
record Detail(int characters, int rows, int line, int part, int parts) {
    static final Detail FULL = new Detail(20_000, 1500, 1000, 150_000, 900_000);
    static final Detail BRIEF = new Detail(2000, 600, 300, 30_000, 300_000);
    static final Detail LEAST = new Detail(300, 150, 120, 0, 0);
}
