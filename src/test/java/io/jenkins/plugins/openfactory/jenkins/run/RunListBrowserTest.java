package io.jenkins.plugins.openfactory.jenkins.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.jenkins.plugins.openfactory.browser.Chromium;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The list of runs in a real browser. */
class RunListBrowserTest {
    @Test
    void shouldFindFilterAndTurnPages() throws IOException {
        try (ViewServer server = new ViewServer();
                Chromium.Tab tab = Chromium.open(1280, 900, false)) {
            server.runs = IntStream.rangeClosed(1, 120)
                    .mapToObj(i -> Map.<String, Object>of(
                            "runId",
                            "20261122-100000-" + i,
                            "status",
                            i % 10 == 0 ? "waiting" : "done",
                            "title",
                            "Request " + i + (i == 7 ? " <img src=x onerror=alert(1)>" : ""),
                            "createdAt",
                            "2026-11-22T10:00:00Z",
                            "updatedAt",
                            "2026-11-22T10:10:00Z",
                            "job",
                            "shop",
                            "number",
                            i,
                            "url",
                            "job/shop/" + i + "/"))
                    .toList();
            Page page = tab.page();
            page.navigate(server.root());
            assertThat(page.locator("tbody tr")).hasCount(50);
            assertThat(page.locator("tbody tr").first().locator("a").first())
                    .hasAttribute("href", "/jenkins/job/shop/1/openfactory/");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Older"))
                    .click();
            assertThat(page.locator("tbody tr").first()).containsText("Request 51");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Newer"))
                    .click();
            assertThat(page.locator("tbody tr").first()).containsText("Request 1");
            page.getByLabel("State").selectOption("waiting");
            assertThat(page.locator("tbody tr")).hasCount(12);
            page.getByLabel("State").selectOption("");
            page.getByLabel("Search").fill("onerror img");
            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.locator("#ofx-runs img")).hasCount(0);
            assertThat(tab.barriers(true)).isEmpty();
            page.reload();
            assertThat(page.locator("tbody tr")).hasCount(1);
        }
    }
}
