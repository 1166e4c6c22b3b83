//! The tree against two oracles: the recursive definition of RFC 6962 and the crate `ct-merkle`.

#[cfg(test)]
mod tree {
    use std::convert::Infallible;

    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    use ledger::log::tree::{
        Frontier, Hash, empty_root, leaf_hash, node_hash, nodes_of, prove_consistency, prove_inclusion, root_of,
        verify_consistency, verify_inclusion,
    };
    use proptest::prelude::*;
    use sha2::Sha256;

    const MAX: u64 = 2000;

    fn data(index: u64) -> Vec<u8> {
        index.to_be_bytes().to_vec()
    }

    fn leaves(size: u64) -> Vec<Hash> {
        (0..size).map(|index| leaf_hash(&data(index))).collect()
    }

    /// All complete subtrees of `leaves`, level by level, built by pairs: independent of the peaks in the code.
    fn table(leaves: &[Hash]) -> Vec<Vec<Hash>> {
        let mut levels = vec![leaves.to_vec()];
        while levels.last().unwrap().len() > 1 {
            let next = levels.last().unwrap().chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
            levels.push(next);
        }
        levels
    }

    fn node(table: &[Vec<Hash>]) -> impl FnMut(u32, u64) -> Result<Hash, Infallible> {
        |level, index| Ok(table[usize::try_from(level).unwrap()][usize::try_from(index).unwrap()])
    }

    /// MTH of RFC 6962, 2.1, word for word.
    fn naive_root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => empty_root(),
            [leaf] => *leaf,
            more => {
                let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
                node_hash(&naive_root(left), &naive_root(right))
            }
        }
    }

    /// PATH of RFC 6962, 2.1.1.
    fn naive_path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
        if leaves.len() <= 1 {
            return Vec::new();
        }
        let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
        let (mut path, sibling) = match index.checked_sub(left.len()) {
            None => (naive_path(index, left), naive_root(right)),
            Some(index) => (naive_path(index, right), naive_root(left)),
        };
        path.push(sibling);
        path
    }

    fn oracle(size: u64) -> MemoryBackedTree<Sha256, Vec<u8>> {
        let mut tree = MemoryBackedTree::new();
        (0..size).for_each(|index| tree.push(data(index)));
        tree
    }

    #[test]
    fn the_empty_root_and_the_prefixes_are_those_of_the_rfc() {
        let hex = ledger::log::hex::encode;
        assert_eq!(hex(&empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex(&leaf_hash(b"")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        // Root of the seventh tree of the Certificate Transparency test vectors begins with these two leaves.
        let two = root_of([leaf_hash(b""), leaf_hash(&[0])]);
        assert_eq!(hex(&two), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    }

    #[test]
    fn every_root_up_to_2000_is_that_of_the_oracles() {
        let (all, mut mine, mut other) = (leaves(MAX), Frontier::default(), MemoryBackedTree::<Sha256, _>::new());
        for (size, leaf) in (0..).zip(&all) {
            assert_eq!(mine.size(), u64::try_from(size).unwrap());
            assert_eq!(mine.root().as_slice(), other.root().as_bytes().as_slice(), "size {size}");
            assert_eq!(mine.root(), naive_root(&all[..size]), "size {size}");
            mine.push(*leaf);
            other.push(data(u64::try_from(size).unwrap()));
        }
        assert_eq!(root_of(all.iter().copied()), mine.root());
    }

    #[test]
    fn a_frontier_loaded_from_nodes_continues_like_one_that_saw_every_leaf() {
        let all = leaves(600);
        let mut pushed = Frontier::default();
        for (size, leaf) in (0..).zip(&all) {
            let Ok(loaded) = Frontier::load(size, &mut node(&table(&all)));
            assert_eq!(loaded, pushed, "size {size}");
            pushed.push(*leaf);
        }
    }

    #[test]
    fn every_inclusion_proof_of_small_trees_is_that_of_the_rfc_and_proves_only_its_leaf() {
        for size in 0..=130 {
            let all = leaves(size);
            let (root, table) = (naive_root(&all), table(&all));
            for (index, leaf) in (0..).zip(&all) {
                let Ok(path) = prove_inclusion(index, size, &mut node(&table));
                assert_eq!(path, naive_path(usize::try_from(index).unwrap(), &all));
                assert!(verify_inclusion(leaf, index, size, &path, &root), "{index} of {size}");
                for other in (0..size + 2).filter(|other| *other != index) {
                    assert!(!verify_inclusion(leaf, other, size, &path, &root), "{index} as {other} of {size}");
                }
                let longer = [path.as_slice(), &[*leaf]].concat();
                assert!(!verify_inclusion(leaf, index, size, &longer, &root));
                assert!(path.is_empty() || !verify_inclusion(leaf, index, size, &path[1..], &root));
                assert!(path.is_empty() || !verify_inclusion(leaf, index, size, &path[..path.len() - 1], &root));
                assert!(!verify_inclusion(&root, index, size, &path, leaf) || size == 1);
            }
            let Ok(none) = prove_inclusion(size, size, &mut node(&table));
            assert!(none.is_empty());
            assert!(!verify_inclusion(&root, size, size, &[], &root));
        }
    }

    #[test]
    fn every_consistency_proof_of_small_trees_is_that_of_the_oracle_and_proves_only_its_sizes() {
        let roots: Vec<Hash> = (0..=70).map(|size| naive_root(&leaves(size))).collect();
        let root = |size: u64| &roots[usize::try_from(size).unwrap()];
        for new in 1..=70 {
            let (tree, table) = (oracle(new), table(&leaves(new)));
            for old in 0..=new {
                let Ok(proof) = prove_consistency(old, new, &mut node(&table));
                if old > 0 {
                    let theirs = tree.prove_consistency(usize::try_from(new - old).unwrap());
                    assert_eq!(proof.concat(), theirs.as_bytes(), "{old} to {new}");
                }
                assert!(verify_consistency((old, root(old)), (new, root(new)), &proof), "{old} to {new}");
                for other in (0..=70).filter(|other| *other != old) {
                    let wrong = verify_consistency((other, root(old)), (new, root(new)), &proof);
                    assert!(!wrong, "{old} as {other} to {new}");
                }
                let longer = [proof.as_slice(), &[*root(new)]].concat();
                assert!(!verify_consistency((old, root(old)), (new, root(new)), &longer), "{old} to {new}");
                for bad in 0..proof.len() {
                    let mut proof = proof.clone();
                    proof[bad][7] ^= 1;
                    assert!(!verify_consistency((old, root(old)), (new, root(new)), &proof), "{old} to {new}");
                    assert!(!verify_consistency((old, root(old)), (new, root(new)), &proof[..bad]));
                }
                assert!(old == new || !verify_consistency((new, root(new)), (old, root(old)), &proof));
                assert!(!verify_consistency((old, root(70)), (new, root(new)), &proof) || old == 70);
                assert!(!verify_consistency((old, root(old)), (new, root(0)), &proof) || old == 0);
            }
        }
    }

    #[test]
    fn the_leaves_at_hand_give_the_same_nodes_as_the_table() {
        let all = leaves(77);
        let table = table(&all);
        let mut hand = nodes_of(&all);
        for (level, row) in (0..).zip(&table) {
            for (index, hash) in (0..).zip(row) {
                assert_eq!(hand(level, index), Ok(*hash));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn any_proof_of_a_tree_up_to_2000_is_that_of_the_oracle(size in 1..=MAX, seeds in prop::collection::vec(any::<u64>(), 40)) {
            let (all, tree) = (leaves(size), oracle(size));
            let (table, root) = (table(&all), naive_root(&all));
            for seed in seeds {
                let (index, old) = (seed % size, seed / 7 % size + 1);
                let Ok(path) = prove_inclusion(index, size, &mut node(&table));
                let theirs = tree.prove_inclusion(usize::try_from(index).unwrap());
                prop_assert_eq!(path.concat(), theirs.as_bytes());
                prop_assert!(verify_inclusion(&leaf_hash(&data(index)), index, size, &path, &root));
                let Ok(proof) = prove_consistency(old, size, &mut node(&table));
                let theirs = tree.prove_consistency(usize::try_from(size - old).unwrap());
                prop_assert_eq!(proof.concat(), theirs.as_bytes());
                let old_root = naive_root(&all[..usize::try_from(old).unwrap()]);
                prop_assert!(verify_consistency((old, &old_root), (size, &root), &proof));
            }
        }
    }
}
