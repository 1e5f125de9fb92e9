package io.jenkins.plugins.openfactory.engine.stage.release;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.jenkins.plugins.openfactory.browser.Chromium;
import io.jenkins.plugins.openfactory.evidence.view.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a run of four tickets, in which every word wants to act, opened from disk in a real browser. */
class ReportBrowserTest {
    private static final List<String> PANELS =
            List.of("overview", "spec", "tickets", "changes", "trace", "checks", "commands", "model", "files", "log");

    @TempDir
    static Path recorded;

    private static Path report;

    @BeforeAll
    static void release() throws IOException {
        try (RecordedRun run = RecordedRun.green(recorded, 4, Plan.HOSTILE)) {
            RecordedRun.stage().run(run.context());
            report = recorded.resolve("index.html");
            Files.write(report, run.artifacts.get(HtmlReport.PATH).orElseThrow());
        }
    }

    private static void show(Page page, String panel) {
        page.locator("#ofx-tab-" + panel).click();
        assertThat(page.locator("#ofx-tab-" + panel)).hasAttribute("aria-selected", "true");
    }

    @Test
    void shouldShowEveryPanelFromDiskWithoutAServer() {
        try (Chromium.Tab tab = Chromium.open(1280, 900, false)) {
            Page page = tab.page();
            page.navigate(report.toUri().toString());
            assertThat(page.locator(".ofx-headline")).containsText("every required check succeeded");
            assertThat(page.locator(".ofx-sums")).containsText("4 of 4");
            for (String panel : PANELS) {
                show(page, panel);
                assertThat(page.locator("#ofx-panel")).not().hasText("");
            }
            assertThat(page.locator("#ofx-log")).containsText("Preflight: started");
            show(page, "changes");
            assertThat(page.locator(".ofx-added").first()).isVisible();
            assertThat(page.locator("#ofx-run img, #ofx-run script, #ofx-run iframe"))
                    .hasCount(0);
            page.getByLabel("Search this run").fill("output of attempt-2");
            assertThat(page.locator(".ofx-hit").first()).containsText("attempt-2-1.log");
        }
    }

    @Test
    void shouldHaveNoSeriousBarrierInTheDarkOnATelephone() {
        try (Chromium.Tab tab = Chromium.open(390, 800, true)) {
            Page page = tab.page();
            // The report's own policy lets no other script in, so axe-core needs it out of the way.
            page.navigate(relaxed(page, report));
            for (String panel : PANELS) {
                show(page, panel);
                assertThat((Integer) page.evaluate("() => document.scrollingElement.scrollWidth - window.innerWidth"))
                        .as(panel)
                        .isLessThanOrEqualTo(0);
            }
            show(page, "changes");
            assertThat(page.locator(".ofx-added").first()).isVisible();
            assertThat(tab.barriers(true)).isEmpty();
        }
    }

    private static String relaxed(Page page, Path report) {
        page.route("http://report.test/", route -> {
            try {
                String html = Files.readString(report).replaceFirst("<meta http-equiv[^>]*>", "");
                route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html;charset=UTF-8")
                        .setBody(html));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        return "http://report.test/";
    }

    @Test
    void shouldBeAPlainPageWhereJenkinsForbidsScriptsAndStyles() {
        try (Chromium.Tab tab = Chromium.open(1280, 900, false)) {
            Page page = tab.page();
            page.route(
                    "http://report.test/",
                    route -> route.fulfill(
                            new Route.FulfillOptions()
                                    .setPath(report)
                                    .setHeaders(
                                            Map.of(
                                                    "Content-Type",
                                                    "text/html;charset=UTF-8",
                                                    "Content-Security-Policy",
                                                    "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';"))));
            page.navigate("http://report.test/");
            assertThat(page.locator("main h1")).containsText("Show stock levels in the shop");
            assertThat(page.locator("main")).containsText("Next: Review pull request #12 and merge it.");
            assertThat(page.locator("main table").first()).containsText("0 Preflight");
            tab.troubles().clear();
        }
    }
}
