package io.weir.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.tuple.Tuple2;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TypeAnalyzerTest {
    record Pair<A, B extends Comparable<B>>(A a, B b, List<? extends A> more, A[] array) {}

    record Users(Pair<String, Long> pair, Pair<?, ?> any) {}

    record Chain(int value, Chain next) {}

    /** Private field with getter and setter, boolean with is. */
    public static class Bean<T> {
        private boolean active;
        private T content;
        public static int ignored;

        public boolean isActive() {
            return active;
        }

        public void setActive(boolean active) {
            this.active = active;
        }

        public T getContent() {
            return content;
        }

        public void setContent(T content) {
            this.content = content;
        }
    }

    /** Binds the parameter of its superclass. */
    public static class StringBean extends Bean<List<String>> {
        public int count;
    }

    /** The setter is missing. */
    public static class NoSetter {
        private int number;

        public int getNumber() {
            return number;
        }
    }

    /** Refers to itself through another class. */
    public static class Tree {
        public List<Branch> branches;
    }

    /** The other class. */
    public static class Branch {
        public Tree tree;
    }

    /** Uses such a class. */
    public static class Wood {
        public Tree tree;
        public String name;
    }

    /** Is not static. */
    public class Inner {
        public int number;
    }

    /** Hides a field. */
    public static class Hiding extends StringBean {
        public long count;
    }

    /** A tuple by another name, with a field more. */
    public static class Named extends Tuple2<String, Long> {
        public int extra;
    }

    @Test
    void genericRecords() {
        assertThat(new TypeHint<Pair<String, Long>>() {}.getTypeInfo().toString())
                .isEqualTo("Pair<a: String, b: Long, more: List<String>, array: String[]>");
        assertThat(TypeInformation.of(Pair.class).toString())
                .isEqualTo("Pair<a: Unknown<Object>, b: Unknown<Comparable>, more: List<Unknown<Object>>,"
                        + " array: Unknown<Object>[]>");
        assertThat(((FieldsType<Users>) TypeInformation.of(Users.class)).fieldType(0))
                .isEqualTo(new TypeHint<Pair<String, Long>>() {}.getTypeInfo());
    }

    @Test
    void pojos() {
        assertThat(TypeInformation.of(StringBean.class).toString())
                .isEqualTo("StringBean<active: Boolean, content: List<String>, count: Integer>");
        assertThat(Types.POJO(StringBean.class, Map.of("count", Types.GENERIC(Object.class)))
                        .toString())
                .isEqualTo("StringBean<active: Boolean, content: List<String>, count: Unknown<Object>>");
        assertThat(TypeInformation.of(Named.class).toString()).isEqualTo("Named<f0: String, f1: Long, extra: Integer>");
    }

    @Test
    void whatIsNoPojoIsUnknown() {
        for (Class<?> type : List.of(NoSetter.class, Inner.class, Hiding.class, Thread.class, Object.class)) {
            assertThat(TypeInformation.of(type)).isEqualTo(Types.GENERIC(type));
        }
        assertThatThrownBy(() -> Types.POJO(NoSetter.class))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("NoSetter")
                .hasMessageContaining("setter");
    }

    @Test
    void typesThatReferToThemselves() {
        assertThat(TypeInformation.of(Chain.class).toString()).isEqualTo("Chain<value: Integer, next: Unknown<Chain>>");
        assertThat(TypeInformation.of(Tree.class)).isEqualTo(Types.GENERIC(Tree.class));
        assertThat(TypeInformation.of(Branch.class)).isEqualTo(Types.GENERIC(Branch.class));
        assertThat(TypeInformation.of(Wood.class).toString()).isEqualTo("Wood<name: String, tree: Unknown<Tree>>");
    }

    @Test
    void interfacesAndAbstractClassesAreUnknown() {
        for (Class<?> type : List.of(Supplier.class, Number.class, Collection.class, TreeMap.class, Record.class)) {
            assertThat(TypeInformation.of(type).isUnknown()).as(type.getName()).isTrue();
        }
    }

    @Test
    void containersAndArrays() {
        assertThat(new TypeHint<Map<String, Set<Optional<int[]>>>>() {}.getTypeInfo())
                .isEqualTo(Types.MAP(Types.STRING, Types.SET(Types.OPTIONAL(Types.PRIMITIVE_ARRAY(int[].class)))));
        assertThat(
                        new TypeHint<ArrayList<HashMap<Integer, Long[][]>>>() {}.getTypeInfo()
                                .toString())
                .isEqualTo("ArrayList<HashMap<Integer, Long[][]>>");
        assertThat(TypeInformation.of(List.class).toString()).isEqualTo("List<Unknown<Object>>");
        assertThat(TypeInformation.of(int.class)).isEqualTo(Types.INT);
    }

    @Test
    void wrongUseIsExplained() {
        assertThatThrownBy(() -> Types.PRIMITIVE_ARRAY(String[].class)).hasMessageContaining("String[]");
        assertThatThrownBy(() -> Types.RECORD(Chain.class, Map.of("nxt", Types.STRING)))
                .hasMessageContaining("nxt")
                .hasMessageContaining("value, next");
    }
}
