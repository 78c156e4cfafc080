package org.apportion.http;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an XML answer: its children by name, in order, and its own text. Names are without namespace.
 *
 * @param text of the element itself, without that of its children
 */
public record Xml(String name, String text, List<Xml> children) {
    private static final int DEEPEST = 50;

    public Xml {
        children = List.copyOf(children);
    }

    /** Reads an answer; entities from outside and document types are not read. Empty if it is not one XML document. */
    public static Optional<Xml> read(String text) {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(plain));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                // What stands before the root means nothing here.
            }
            return Optional.of(element(reader, 0));
        } catch (XMLStreamException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** The children of a name. */
    public List<Xml> all(String child) {
        return children.stream().filter(each -> each.name().equals(child)).toList();
    }

    /** The first child of a name; an empty element if there is none. */
    public Xml child(String child) {
        return children.stream()
                .filter(each -> each.name().equals(child))
                .findFirst()
                .orElseGet(() -> new Xml(child, "", List.of()));
    }

    /** The text of the first child of a name; empty if there is none. */
    public String text(String child) {
        return child(child).text();
    }

    private static Xml element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new XMLStreamException("nested too deeply");
        }
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<Xml> children = new ArrayList<>();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(reader, depth + 1));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(reader.getText());
            }
        }
        return new Xml(name, text.toString(), children);
    }
}
