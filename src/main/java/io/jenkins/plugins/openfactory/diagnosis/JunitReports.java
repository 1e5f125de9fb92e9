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
            parse(report.content()).ifPresent(document -> add(document, findings));
        }
        return findings;
    }

    private static void add(Document document, List<Finding> findings) {
        NodeList cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element testcase = (Element) cases.item(i);
            failure(testcase).ifPresent(failure -> findings.add(finding(testcase, failure)));
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

    private static Finding finding(Element testcase, Element failure) {
        String id = TestIds.fromReport(
                testcase.getAttribute("classname"), testcase.getAttribute("name"), testcase.getAttribute("file"));
        List<String> trace = LogCleaner.lines(failure.getTextContent());
        String message = LogCleaner.lines(failure.getAttribute("message")).stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElseGet(() -> trace.stream()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse(""));
        String type = failure.getAttribute("type");
        String headline = type.isBlank() || message.contains(type) ? message : type + ": " + message;
        List<String> detail = new ArrayList<>(Traces.condensed(trace));
        detail.remove(headline);
        return Finding.test(id, headline, detail, id + "\n" + type + "\n" + message, -1, -1);
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
