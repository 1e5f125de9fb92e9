package io.jenkins.plugins.openfactory.jenkins.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.jenkins.plugins.openfactory.browser.Chromium;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The list of runs in a real browser. */
class RunListBrowserTest {
    @Test
    void shouldFindFilterAndTurnPages() throws IOException {
        try (ViewServer server = new ViewServer();
                Chromium.Tab tab = Chromium.open(1280, 900, false)) {
            server.runs = runs(120);
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
            assertThat(page.locator(".jenkins-select > select.jenkins-select__input"))
                    .hasCount(1);
            assertThat(tab.barriers(true)).isEmpty();
            page.reload();
            assertThat(page.locator("tbody tr")).hasCount(1);
        }
    }

    @Test
    void shouldGiveTheTitleRoomOnATelephone() throws IOException {
        try (ViewServer server = new ViewServer();
                Chromium.Tab tab = Chromium.open(390, 844, false)) {
            server.runs = runs(3);
            Page page = tab.page();
            page.navigate(server.root());
            assertThat(page.locator("tbody tr")).hasCount(3);
            double room = page.locator(".ofx-table").boundingBox().width;
            assertThat(room).isGreaterThan(300);
            assertThat(page.locator("tbody td").first().boundingBox().width).isGreaterThan(room * 0.8);
            assertThat((Integer) page.evaluate("() => document.querySelector('.ofx-scroll').scrollWidth"
                            + " - document.querySelector('.ofx-scroll').clientWidth"))
                    .isLessThanOrEqualTo(0);
            assertThat(page.locator("tbody tr").first()).containsText("2026-11-22 10:10:00");
            assertThat(page.getByText("3 runs")).isVisible();
            assertThat(tab.barriers(true)).isEmpty();
        }
    }

    private static List<Map<String, Object>> runs(int count) {
        return IntStream.rangeClosed(1, count)
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
    }
}
