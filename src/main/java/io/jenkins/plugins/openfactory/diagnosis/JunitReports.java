package io.jenkins.plugins.openfactory.diagnosis;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads failing tests from JUnit XML. There is no standard; the elements that surefire, Gradle, pytest and jest-junit
 * share are read: {@code testcase} with {@code failure} or {@code error} inside. No document type, no entities, no
 * access to anything outside the file. Stateless.
 */
final class JunitReports {
    private static final int LARGEST = 32 << 20;

    private JunitReports() {}

    /** The failing tests of every report that can be read, in order. */
    static List<Finding> read(List<ReportFile> reports) {
        List<Finding> findings = new ArrayList<>();
        for (ReportFile report : reports) {
            parse(report.content()).ifPresent(document -> add(report.path(), document, findings));
        }
        return findings;
    }

    private static void add(String path, Document document, List<Finding> findings) {
        NodeList cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element testcase = (Element) cases.item(i);
            failure(testcase).ifPresent(failure -> findings.add(finding(path, testcase, failure)));
        }
    }

    private static Optional<Element> failure(Element testcase) {
        for (Node child = testcase.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element
                    && (element.getTagName().equals("failure")
                            || element.getTagName().equals("error"))) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    private static Finding finding(String path, Element testcase, Element failure) {
        String id = ReportIds.of(path, testcase);
        List<String> told = new ArrayList<>(Lines.trimmed(LogCleaner.lines(failure.getTextContent())));
        String type = failure.getAttribute("type");
        String message = firstLine(failure.getAttribute("message"));
        boolean isTold =
                !told.isEmpty() && (message.isBlank() || told.stream().anyMatch(line -> line.contains(message)));
        if (!isTold && !message.isBlank()) {
            told.add(0, type.isBlank() || message.contains(type) ? message : type + ": " + message);
        }
        if (told.isEmpty()) {
            told.add(type.isBlank() ? id : type);
        }
        List<String> condensed = Traces.condensed(told);
        List<Integer> keys = Lines.keys(Traces.keys(condensed), headline(condensed, message));
        return Finding.test(id, condensed, keys, -1, -1);
    }

    /** The line that has the message; pytest marks it with an E. */
    private static int headline(List<String> lines, String message) {
        int pytest = -1;
        for (int at = lines.size() - 1; at >= 0; at--) {
            pytest = lines.get(at).startsWith("E  ") ? at : pytest;
        }
        for (int at = 0; at < lines.size() && pytest < 0; at++) {
            if (!message.isBlank() && lines.get(at).contains(message)) {
                return at;
            }
        }
        return Math.max(0, pytest);
    }

    private static String firstLine(String text) {
        return LogCleaner.lines(text).stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }

    private static Optional<Document> parse(byte[] content) {
        if (content.length > LARGEST) {
            return Optional.empty();
        }
        try {
            DocumentBuilder builder = factory().newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return Optional.of(builder.parse(new ByteArrayInputStream(content)));
        } catch (SAXException | java.io.IOException e) {
            return Optional.empty();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this platform's XML parser can't be made safe", e);
        }
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        return factory;
    }
}
