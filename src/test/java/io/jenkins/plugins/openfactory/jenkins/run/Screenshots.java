package io.jenkins.plugins.openfactory.jenkins.run;

import com.microsoft.playwright.Page;
import io.jenkins.plugins.openfactory.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Takes the pictures in {@code docs/images} anew: {@code Screenshots <folder>}. Run by hand where the view changed. */
final class Screenshots {
    private static final String DARK = "body { background: #16181c; color: #e5e9ee; --text-color: #e5e9ee }";
    private static final String FONT =
            "body { font-family: system-ui, sans-serif; margin: 1.5rem } h1 { font-size: 1.3rem }"
                    + " .jenkins-button { font: inherit; font-weight: 600; color: inherit; border: 1px solid #8a94a0; border-radius: 6px;"
                    + " background: none; padding: 0.3rem 0.8rem } .jenkins-input, .jenkins-select__input { font: inherit; color: inherit;"
                    + " background: none; border: 2px solid #8a94a066; border-radius: 10px; padding: 0.45rem 0.6rem }";

    private final ViewServer server;
    private final Path folder;

    private Screenshots(ViewServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** @param arguments the folder for the pictures */
    public static void main(String[] arguments) throws IOException {
        Instant begin = Instant.now().minusSeconds(240).truncatedTo(ChronoUnit.SECONDS);
        Path runs = Files.createTempDirectory("screenshots");
        try (ViewServer server = new ViewServer()) {
            Screenshots shots = new Screenshots(server, Path.of(arguments[0]));
            try (ViewedRun run = new ViewedRun(Files.createDirectory(runs.resolve("a")), "", begin).done(6)) {
                server.run = run;
                shots.take("run-light", 1280, 1000, false, "tickets");
                shots.take("changes-dark", 1280, 900, true, "changes");
                shots.take("narrow", 390, 844, false, "overview");
            }
            try (ViewedRun run = new ViewedRun(Files.createDirectory(runs.resolve("b")), "", begin).implementing(50)) {
                server.run = run;
                shots.take("fifty-tickets-dark", 1440, 1200, true, "tickets");
            }
        }
        System.exit(0);
    }

    private void take(String name, int width, int height, boolean dark, String panel) {
        server.style = FONT + (dark ? DARK : "");
        try (Chromium.Tab tab = Chromium.open(width, height, dark)) {
            Page page = tab.page();
            page.navigate(server.page());
            page.locator("#ofx-tab-" + panel).click();
            page.locator("#ofx-panel h3, #ofx-panel .ofx-file").first().waitFor();
            page.waitForTimeout(600);
            page.evaluate("() => window.scrollTo(0, 0)");
            page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
        }
    }
}
