package io.weir.connector.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.SourceHarness;
import io.weir.util.WeirException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionSourceTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129, 1_000})
    void emitsTheElementsInTheirOrderAlsoAcrossRestores(int size) throws Exception {
        List<String> elements =
                IntStream.range(0, size).mapToObj(i -> "element " + i).toList();
        CollectionSource<String> source = new CollectionSource<>(elements, new TextType());
        assertThat(new SourceHarness<>(source, 1).runAll()).isEqualTo(elements);
        assertThat(new SourceHarness<>(source, 3).restoreEvery(1).runAll()).isEqualTo(elements);
    }

    @Test
    void holdsTheElementsAsTheyWereAndTravelsWithThePlan() throws Exception {
        List<String> elements = new ArrayList<>(List.of("a", "b"));
        CollectionSource<String> source = new CollectionSource<>(elements, new TextType());
        elements.set(0, "changed");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(source);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            CollectionSource<?> arrived = (CollectionSource<?>) in.readObject();
            List<Object> emitted = new ArrayList<>(new SourceHarness<>(arrived, 1).runAll());
            assertThat(emitted).containsExactly("a", "b");
        }
    }

    @Test
    void namesTheElementThatIsNullOrCannotBeWritten() {
        assertThatThrownBy(() -> new CollectionSource<>(Arrays.asList("a", null), new TextType()))
                .isInstanceOf(WeirException.class)
                .hasMessage("Element 1 of the collection is null; a source cannot emit null.");
        assertThatThrownBy(() -> new CollectionSource<>(List.of("poison"), new TextType()))
                .isInstanceOf(WeirException.class)
                .hasMessage("Element 0 of the collection, a java.lang.String, cannot be written as Text: poison");
    }
}
