package io.jenkins.plugins.openfactory.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's own Chromium, one for all tests of this JVM; without one, whoever asks is skipped. */
public final class Chromium {
    private static final double PATIENCE = 10_000;
    private static Browser browser;

    private Chromium() {}

    private static synchronized Browser browser() {
        Optional<Path> program = program();
        assumeTrue(program.isPresent(), "no chromium on the PATH; install Debian's package chromium");
        if (browser == null) {
            Map<String, String> settings = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
            Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(settings));
            browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(program.get())
                            .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        }
        return browser;
    }

    private static Optional<Path> program() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser").map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A page whose errors, violations of its policy and dialogs are kept. Close it after use. */
    public static Tab open(int width, int height, boolean dark) {
        return new Tab(browser().newContext(options(width, height, dark)));
    }

    /** A page in which no script runs. */
    public static Tab withoutScripts() {
        return new Tab(browser().newContext(options(1280, 900, false).setJavaScriptEnabled(false)));
    }

    private static Browser.NewContextOptions options(int width, int height, boolean dark) {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT);
    }

    /** One page in a context of its own. */
    public static final class Tab implements AutoCloseable {
        private final BrowserContext context;
        private final Page page;
        private final List<String> troubles = new ArrayList<>();

        Tab(BrowserContext context) {
            this.context = context;
            context.addInitScript("document.addEventListener('securitypolicyviolation', e => "
                    + "console.error('policy ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))");
            page = context.newPage();
            page.setDefaultTimeout(PATIENCE);
            page.onPageError(error -> troubles.add("error " + error));
            page.onDialog(dialog -> {
                troubles.add("dialog " + dialog.message());
                dialog.dismiss();
            });
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    troubles.add(message.type() + " " + message.text());
                }
            });
        }

        public Page page() {
            return page;
        }

        /** What went wrong so far. */
        public List<String> troubles() {
            return troubles;
        }

        /**
         * Barriers for people with a disability that axe-core calls serious or critical.
         *
         * @param all whether everything is looked for; else only too little contrast, which alone depends on the theme
         */
        public List<String> barriers(boolean all) {
            if (page.evaluate("() => !window.axe").equals(true)) {
                page.evaluate(axe());
            }
            String what = all ? "{resultTypes: ['violations']}" : "{runOnly: ['color-contrast']}";
            Object found = page.evaluate(
                    "() => axe.run(document, " + what + ").then(r => r.violations"
                            + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                            + ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join(' | ')))");
            return ((List<?>) found).stream().map(Object::toString).toList();
        }

        /** Fails where anything went wrong. */
        @Override
        public void close() {
            context.close();
            assertThat(troubles).isEmpty();
        }
    }

    private static String axe() {
        try (InputStream in = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
