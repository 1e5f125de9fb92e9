package io.jenkins.plugins.openfactory.jenkins.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.jenkins.plugins.openfactory.browser.Chromium;
import io.jenkins.plugins.openfactory.run.StageId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The run view as a build's page shows it, in a real browser and under a policy that allows no inline anything. */
class RunViewBrowserTest {
    static final List<String> PANELS =
            List.of("overview", "spec", "tickets", "changes", "trace", "checks", "commands", "model", "files", "log");

    /** The panels that have between them every colour of the view. */
    private static final List<String> COLOURED = List.of("overview", "tickets", "changes", "commands");

    private static ViewServer server;

    @TempDir
    Path folder;

    private ViewedRun run;

    @BeforeAll
    static void serve() throws IOException {
        server = new ViewServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() {
        if (run != null) {
            run.close();
        }
    }

    private ViewedRun run(String word) {
        run = new ViewedRun(folder, word);
        server.run = run;
        server.style = "";
        server.posts.clear();
        return run;
    }

    private static Chromium.Tab open() {
        return open(1280, 900, false);
    }

    private static Chromium.Tab open(int width, int height, boolean dark) {
        server.style = dark ? "body { background: #16181c; color: #e5e9ee; --text-color: #e5e9ee }" : "";
        Chromium.Tab tab = Chromium.open(width, height, dark);
        tab.page().navigate(server.page());
        assertThat(tab.page().locator(".ofx-headline")).isVisible();
        assertThat(tab.page()
                        .locator("#ofx-panel h3, #ofx-panel table, #ofx-panel p:not(.ofx-loading)")
                        .first())
                .isVisible();
        return tab;
    }

    private static void show(Page page, String panel) {
        page.locator("#ofx-tab-" + panel).click();
        assertThat(page.locator("#ofx-tab-" + panel)).hasAttribute("aria-selected", "true");
    }

    @Test
    void shouldTellOnTheFirstScreenWhereTheRunIsAndWhatIsNext() {
        run("").done(6);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            assertThat(page.locator(".ofx-stage-name"))
                    .hasText(Stream.of(StageId.values())
                            .map(stage -> stage.number() + " " + stage.title())
                            .toArray(String[]::new));
            assertThat(page.locator("#ofx-title")).hasText("Show stock levels in the shop");
            assertThat(page.locator(".ofx-headline")).containsText("every required check succeeded");
            assertThat(page.locator(".ofx-todo")).hasText("Next for you: Review pull request #12 and merge it.");
            assertThat(page.locator(".ofx-pull")).containsText("tests");
            assertThat(page.locator(".ofx-pull .ofx-badge")).hasText("success");
            assertThat(page.locator(".ofx-pull a")).hasAttribute("href", "https://git.example.org/shop/shop/pull/12");
            for (String part : List.of(".ofx-strip", ".ofx-next", ".ofx-pull", ".ofx-tabs")) {
                assertThat(page.locator(part).boundingBox().y
                                + page.locator(part).boundingBox().height)
                        .as(part)
                        .isLessThan(900);
            }
        }
    }

    @Test
    void shouldShowEveryPanel() {
        run("").done(6);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            Locator panel = page.locator("#ofx-panel");
            assertThat(panel).containsText("came out well");
            show(page, "spec");
            assertThat(panel).containsText("Part 6 shows the level of its article");
            show(page, "tickets");
            assertThat(page.locator(".ofx-node")).hasCount(6);
            page.locator(".ofx-node").nth(2).click();
            assertThat(page.locator("#ofx-ticket")).containsText("Ticket 0003: Show the level of part 3");
            assertThat(page.locator(".ofx-edge.ofx-on")).hasCount(3);
            assertThat(page.locator(".ofx-lane")).hasCount(6);
            show(page, "trace");
            assertThat(panel).containsText("6 of 6 criteria hold");
            page.locator(".ofx-hunks summary").first().click();
            page.locator(".ofx-hunks button").first().click();
            assertThat(page.locator(".ofx-found")).containsText("private final Store store;");
            assertThat(page.locator(".ofx-k").first()).isVisible();
            page.getByLabel("Side by side").check();
            assertThat(page.locator("table.ofx-side tr:has(.ofx-removed):has(.ofx-added)")
                            .first())
                    .containsText("int level = 0;");
            show(page, "checks");
            assertThat(panel).containsText("Round 1");
            assertThat(panel).containsText("it passes on the base commit");
            assertThat(panel).containsText("expected 3 but was 2");
            show(page, "commands");
            assertThat(panel).containsText("OPTION: the option is not allowed here");
            page.getByLabel("Show", new Page.GetByLabelOptions().setExact(true)).selectOption("denied");
            assertThat(page.locator("#ofx-panel tbody tr")).hasCount(1);
            show(page, "model");
            page.locator("#ofx-panel tbody button").first().click();
            assertThat(page.locator("#ofx-exchange")).containsText("class Part {}");
            show(page, "files");
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions()
                                    .setName("TICKETS/0001-show-the-level-of-part-1/logs/attempt-1-1.log"))
                    .click();
            assertThat(page.locator("#ofx-log")).containsText("output of attempt-1");
        }
    }

    @Test
    void shouldFollowARunThatGoesOn() {
        run("").implementing(6);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            assertThat(page.locator(".ofx-headline"))
                    .containsText("Implements tickets 0005, 0006; 4 of 6 tickets done");
            show(page, "log");
            run.tell(StageId.IMPLEMENT_LOOP, Optional.of("0005"), "a line that came later");
            assertThat(page.locator("#ofx-log")).containsText("a line that came later");
            assertThat(page.locator(".ofx-stage[aria-current] .ofx-badge")).hasText("running");
            run.ask("Which colour?");
            assertThat(page.locator(".ofx-headline")).containsText("Waits for your answer");
            assertThat(page.locator(".ofx-stage[aria-current] .ofx-badge")).hasText("waiting");
            assertThat(page.locator("#ofx-say")).containsText("Waits for your answer");
        }
    }

    @Test
    void shouldSendAnAnswerWithTheCrumb() {
        run("").implementing(3);
        run.ask("Which colour?");
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            assertThat(page.locator(".ofx-next")).containsText("Which colour?");
            page.getByLabel("Your answer").fill("Blue, with <b>bold</b> letters.");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send the answer"))
                    .click();
            assertThat(page.locator("#ofx-say")).not().isEmpty();
            page.waitForCondition(() -> !run.store.approvals(ViewedRun.ID).isEmpty());
            assertThat(run.store.approvals(ViewedRun.ID).get(0).text()).isEqualTo("Blue, with <b>bold</b> letters.");
        }
    }

    @Test
    void shouldSayThatThereIsNoRunAndShowOneThatComes() {
        run("").done(1);
        try (Chromium.Tab tab = Chromium.open(1280, 900, false)) {
            Page page = tab.page();
            page.clock().install();
            page.route(
                    "**/view/head",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setStatus(404)
                            .setContentType("text/plain; charset=utf-8")
                            .setBody("There is no record of the run 7.")));
            page.navigate(server.page());
            assertThat(page.locator(".ofx-headline")).hasText("No run to show");
            assertThat(page.locator(".ofx-next")).containsText("There is no record of the run 7.");
            assertThat(page.locator(".ofx-tabs")).isHidden();
            page.unroute("**/view/head");
            page.clock().runFor(15_000);
            assertThat(page.locator(".ofx-tabs")).isVisible();
            assertThat(page.locator("#ofx-title")).hasText("Show stock levels in the shop");
            tab.troubles().removeIf(trouble -> trouble.contains("404"));
        }
    }

    @Test
    void shouldApproveExactlyWhatIsShownAndSayWhereItIsVoid() {
        run("").implementing(1);
        run.askApproval("spec", run.specHash());
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            assertThat(page.locator("#ofx-bound")).hasText(run.specHash());
            assertThat(page.locator(".ofx-next")).not().containsText(run.specHash());
            page.route("**/view/head", route -> route.abort());
            run.askApproval("spec", "e".repeat(64));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve"))
                    .click();
            assertThat(page.locator(".ofx-error"))
                    .containsText("What was shown is not what the run asks the approval of now");
            assertThat(run.store.approvals(ViewedRun.ID)).isEmpty();
            page.unroute("**/view/head");
            assertThat(page.locator("#ofx-bound")).hasText("e".repeat(64));
            page.locator(".ofx-form summary").click();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("SPEC.md"))
                    .click();
            assertThat(page.locator("#ofx-log")).containsText("# Show stock levels");
            page.getByLabel("Remark").fill("Looks right.");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve"))
                    .click();
            page.waitForCondition(() -> !run.store.approvals(ViewedRun.ID).isEmpty());
            assertThat(run.store.approvals(ViewedRun.ID).get(0).boundSha256()).isEqualTo("e".repeat(64));
            assertThat(page.locator(".ofx-error:visible")).hasCount(0);
            tab.troubles().removeIf(trouble -> trouble.contains("net::ERR_FAILED") || trouble.contains("409"));
        }
    }

    @Test
    void shouldCancelAfterAskingOnce() {
        run("").implementing(3);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel the run"))
                    .click();
            assertThat(server.posts).isEmpty();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Yes, cancel it"))
                    .click();
            assertThat(page.locator(".ofx-headline")).containsText("Cancelled");
            assertThat(server.posts).containsExactly("cancel ");
            // Its clock stands still and nothing is said to run any more.
            assertThat(page.locator(".ofx-stage .ofx-badge.ofx-is-running")).hasCount(0);
            assertThat(page.locator(".ofx-stage [data-since]")).hasCount(0);
        }
    }

    @Test
    void shouldFindWordsEverywhere() {
        run("").done(6);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            page.getByLabel("Search this run").fill("store.level");
            assertThat(page.locator(".ofx-hit").first()).containsText("Change of ticket 0001");
            page.getByLabel("Search this run").fill("Part 4 shows its");
            assertThat(page.locator("#ofx-search-count")).hasText("1 result");
            page.locator(".ofx-hit").click();
            assertThat(page.locator("#ofx-ticket")).containsText("Ticket 0004");
        }
    }

    @Test
    void shouldKeepWhateverIsWrittenInert() {
        String hostile =
                "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)> \"onmouseover=\"alert(4)\" "
                        + "javascript:alert(5) </pre></td></script><!-- \u202Eesrever\u202C \u001B[31m &lt;b&gt; {{x}} ${y} <a href='javascript:alert(6)'>";
        run(hostile).done(4);
        run.ask("?");
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            for (String panel : PANELS) {
                show(page, panel);
                assertThat(page.locator("#ofx-panel"))
                        .containsText(panel.equals("files") ? "-script-alert-1" : "<script>alert(1)</script>");
                Object wrong = page.evaluate("() => Array.from(document.querySelectorAll('#ofx-run *')).filter(e =>"
                        + " ['SCRIPT','IMG','IFRAME','OBJECT','EMBED','FORM','LINK','META','BASE'].includes(e.tagName) ||"
                        + " Array.from(e.attributes).some(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value) && a.name === 'href'))"
                        + ".map(e => e.outerHTML)");
                assertThat((List<?>) wrong).as(panel).isEmpty();
            }
            assertThat(page.content()).doesNotContain("\u202E", "\u001B");
            page.getByLabel("Search this run").fill("<script>alert");
            assertThat(page.locator(".ofx-hit").first()).containsText("<script>alert");
        }
    }

    @Test
    void shouldBeUsableWithTheKeyboardAlone() {
        run("").done(6);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            page.keyboard().press("Tab");
            assertThat(page.locator(".ofx-skip")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator("#ofx-panel")).isFocused();
            page.locator("#ofx-search").focus();
            page.keyboard().press("Tab");
            assertThat(page.locator("#ofx-tab-overview")).isFocused();
            page.keyboard().press("ArrowRight");
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("#ofx-tab-tickets")).isFocused();
            page.keyboard().press("Tab");
            assertThat(page.locator(".ofx-graph")).isFocused();
            page.keyboard().press("Tab");
            page.keyboard().press("Tab");
            assertThat(page.locator(".ofx-node").nth(1)).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator("#ofx-ticket")).isFocused();
            assertThat(page.locator("#ofx-ticket")).containsText("Ticket 0002");
            page.locator("#ofx-tab-tickets").focus();
            page.keyboard().press("End");
            assertThat(page.locator("#ofx-tab-log")).isFocused();
        }
    }

    @Test
    void shouldFitANarrowScreen() {
        run("").done(6);
        try (Chromium.Tab tab = open(360, 740, false)) {
            Page page = tab.page();
            for (String panel : PANELS) {
                show(page, panel);
                assertThat((Integer) page.evaluate("() => document.scrollingElement.scrollWidth"))
                        .as(panel)
                        .isLessThanOrEqualTo(360);
            }
        }
    }

    /** The core draws a list's mark on the box around it and none on a list without one. */
    @Test
    void shouldPutEveryListInCoresBox() {
        run("").done(2);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            for (String panel : List.of("changes", "commands")) {
                show(page, panel);
                assertThat(page.locator("#ofx-run select")).hasCount(1);
                assertThat(page.locator("#ofx-run .jenkins-select > select.jenkins-select__input"))
                        .hasCount(1);
            }
        }
    }

    @Test
    void shouldShowEveryTabWhateverTheWidth() {
        run("").done(12);
        for (int width : new int[] {1280, 900, 390}) {
            try (Chromium.Tab tab = open(width, 900, false)) {
                Object hidden = tab.page()
                        .evaluate("() => { const bar = document.querySelector('.ofx-tabs').getBoundingClientRect();"
                                + " return Array.from(document.querySelectorAll('.ofx-tab')).filter(e => {"
                                + " const box = e.getBoundingClientRect(); return box.left < bar.left - 1"
                                + " || box.right > bar.right + 1 || box.bottom > bar.bottom + 1; }).map(e => e.id); }");
                assertThat((List<?>) hidden).as(width + " px").isEmpty();
            }
        }
    }

    /** Core's look of a table, as far as ours has to fit in: a ground and round corners of its own, cells that are centred. */
    private static final String CORE_TABLE =
            ":root { --table-body-background: rgb(1, 2, 3); --table-border-radius: 12px; --table-row-border-radius: 5px }"
                    + " .jenkins-table { border: 3px solid #eee; border-radius: 14px; border-spacing: 0 2px; background: #eee }"
                    + " .jenkins-table > tbody > tr > td { background: var(--table-body-background); vertical-align: middle }"
                    + " .jenkins-table > tbody > tr > td:first-of-type { border-top-left-radius: 5px; padding-left: 99px }";

    @Test
    void shouldKeepToCoresTables() {
        run("").done(2);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            server.style = CORE_TABLE;
            page.reload();
            Locator table = page.locator("table.ofx-table").first();
            Locator name = table.locator("tbody th").first();
            Locator next = table.locator("tbody td").first();
            assertThat(name).isVisible();
            for (String property : List.of("backgroundColor", "verticalAlign", "height")) {
                assertThat(style(name, property)).as(property).isEqualTo(style(next, property));
            }
            assertThat(style(name, "borderTopLeftRadius")).isEqualTo("12px");
            assertThat(style(next, "borderTopLeftRadius")).isEqualTo("0px");
            assertThat(style(next, "paddingLeft")).isEqualTo(style(name, "paddingLeft"));
            // Borders that collapse don't follow round corners and leave core's frame square.
            assertThat(style(table, "borderCollapse")).isEqualTo("separate");
            assertThat(style(table, "borderSpacing")).isEqualTo("0px 2px");
        }
    }

    private static Object style(Locator element, String property) {
        return element.evaluate("(e, name) => getComputedStyle(e)[name]", property);
    }

    @Test
    void shouldStaySmoothWithFiftyTicketsAndTwentyThousandLines() {
        run("").implementing(50);
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 20_000; i++) {
            lines.append("line ").append(i).append(" of a build that says a lot about everything it does\n");
        }
        run.put("CI_EVIDENCE/long.log", lines.toString());
        try (Chromium.Tab tab = open()) {
            Page page = tab.page();
            for (String panel : PANELS) {
                show(page, panel);
            }
            show(page, "tickets");
            assertThat(page.locator(".ofx-node")).hasCount(50);
            show(page, "files");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("CI_EVIDENCE/long.log"))
                    .click();
            assertThat(page.locator("#ofx-log-count")).containsText("20,000 lines");
            Object frames = page.evaluate("""
                    async () => {
                      const box = document.getElementById('ofx-log');
                      const times = [];
                      let most = 0;
                      for (let i = 0; i <= 40; i++) {
                        const begin = performance.now();
                        box.scrollTop = (box.scrollHeight * i) / 40;
                        await new Promise(requestAnimationFrame);
                        box.getBoundingClientRect();
                        times.push(performance.now() - begin);
                        most = Math.max(most, box.querySelectorAll('.ofx-line').length);
                      }
                      times.sort((a, b) => a - b);
                      return { median: times[20], most: most, last: box.textContent.includes('line 20000 of') };
                    }""");
            Map<?, ?> seen = (Map<?, ?>) frames;
            assertThat(seen.get("last")).isEqualTo(true);
            assertThat(((Number) seen.get("most")).intValue()).isLessThan(120);
            assertThat(((Number) seen.get("median")).doubleValue()).isLessThan(100);
        }
    }

    @Test
    void shouldHaveNoSeriousBarrierInLightAndDark() {
        run("").done(5);
        run.ask("Which colour?");
        for (boolean dark : new boolean[] {false, true}) {
            try (Chromium.Tab tab = open(1280, 900, dark)) {
                for (String panel : dark ? COLOURED : PANELS) {
                    show(tab.page(), panel);
                    assertThat(tab.barriers(!dark))
                            .as(panel + (dark ? " dark" : " light"))
                            .isEmpty();
                }
            }
        }
    }

    /** Themes name their colours in several colour spaces. */
    @Test
    void shouldKnowADarkGroundInEveryColourSpace() {
        run("").done(5);
        for (String dark : List.of("#16181c", "oklch(0.175 0.013 265)", "lab(10 0 0)", "color(srgb 0.1 0.1 0.12)")) {
            assertThat(shaded(dark)).as(dark).isTrue();
        }
        for (String light : List.of("#f5f6f8", "oklch(0.98 0.01 265)", "transparent")) {
            assertThat(shaded(light)).as(light).isFalse();
        }
    }

    private static boolean shaded(String ground) {
        server.style = "body { background: " + ground + " }";
        try (Chromium.Tab tab = Chromium.open(1280, 900, false)) {
            tab.page().navigate(server.page());
            assertThat(tab.page().locator(".ofx-headline")).isVisible();
            return tab.page().locator(".ofx-dark").count() > 0;
        }
    }
}
