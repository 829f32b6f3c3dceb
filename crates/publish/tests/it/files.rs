//! Files appear whole or not at all, and errors say where, why and what to try.

use crate::fixture;
use publish::{Error, Mode, Released, Site};
use std::fs;
use std::path::{Path, PathBuf};

/// Every file and folder below, with the sizes of the files.
fn tree(root: &Path) -> Vec<(PathBuf, u64)> {
    let mut all = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let metadata = entry.metadata().unwrap();
            if metadata.is_dir() {
                open.push(entry.path());
            }
            let size = if metadata.is_dir() { 0 } else { metadata.len() };
            all.push((entry.path().strip_prefix(root).unwrap().to_owned(), size));
        }
    }
    all.sort();
    all
}

fn nothing_hidden(root: &Path) {
    for (path, _) in tree(root) {
        assert!(!path.file_name().unwrap().to_string_lossy().starts_with('.'), "left behind: {}", path.display());
    }
}

#[test]
fn an_edition_leaves_exactly_the_tree_of_the_contract() {
    let out = tempfile::tempdir().unwrap();
    let edition = fixture::edition();
    fixture::site(out.path()).release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
    let names: Vec<String> = tree(out.path())
        .into_iter()
        .map(|(path, _)| path.display().to_string())
        .filter(|path| !path.contains("assets/"))
        .collect();
    let folder = "editions/2026-03-18-morning";
    let mut expected: Vec<String> = [
        "bulletin.mp3",
        "chapters.json",
        "cover.png",
        "edition.json",
        "edition.md",
        "index.html",
        "transcript.html",
        "transcript.json",
        "transcript.srt",
        "transcript.vtt",
    ]
    .map(|file| format!("{folder}/{file}"))
    .into();
    expected.extend(
        [
            "archive",
            "archive/index.html",
            "assets",
            "editions",
            folder,
            "feed.json",
            "feed.xml",
            "index.html",
            "podcast.xml",
        ]
        .map(str::to_owned),
    );
    expected.sort();
    let mut names = names;
    names.sort();
    assert_eq!(names, expected);
}

#[test]
fn a_file_where_the_output_folder_should_be_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("site");
    fs::write(&out, "mine").unwrap();
    let error = Site::open(&out, fixture::about()).unwrap_err();
    assert!(matches!(&error, Error::InTheWay { path, .. } if *path == out), "{error}");
    assert!(error.to_string().contains("move it away"), "{error}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
}

#[test]
fn a_folder_below_a_file_is_named() {
    let parent = tempfile::tempdir().unwrap();
    fs::write(parent.path().join("file"), "mine").unwrap();
    let error = Site::open(&parent.path().join("file/site"), fixture::about()).unwrap_err();
    assert!(matches!(&error, Error::InTheWay { .. }), "{error:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_without_rights_is_found_out_before_any_work() {
    use std::os::unix::fs::PermissionsExt;
    let out = tempfile::tempdir().unwrap();
    fs::set_permissions(out.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let opened = Site::open(out.path(), fixture::about());
    fs::set_permissions(out.path(), fs::Permissions::from_mode(0o755)).unwrap();
    match opened {
        Err(error) => {
            assert!(matches!(&error, Error::NoRights { .. }), "{error:?}");
            assert!(error.to_string().contains("choose another folder"), "{error}");
            assert_eq!(tree(out.path()), []);
        }
        // Rights do not bind root, so as root the folder can be written and there is nothing to find out.
        Ok(_) => println!("not tested: this user may write in a read-only folder"),
    }
}

#[test]
fn a_foreign_folder_in_an_editions_place_is_left_alone() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let foreign = out.path().join("editions/2026-03-18-morning");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("diary.txt"), "mine").unwrap();
    let before = tree(out.path());
    let edition = fixture::edition();
    let error = site.release(&edition, Some(&fixture::sound(&edition)), Mode::Again).unwrap_err();
    assert!(matches!(&error, Error::InTheWay { path, .. } if *path == foreign), "{error}");
    assert_eq!(tree(out.path()), before);
}

#[test]
fn a_write_that_fails_leaves_the_old_files_and_nothing_half() {
    let out = tempfile::tempdir().unwrap();
    let site = fixture::site(out.path());
    let first = fixture::at("2026-03-17", "evening", "2026-03-17T19:00:00+08:00");
    site.release(&first, Some(&fixture::sound(&first)), Mode::Once).unwrap();
    // A folder stands where the feed has to be written.
    fs::remove_file(out.path().join("feed.xml")).unwrap();
    fs::create_dir(out.path().join("feed.xml")).unwrap();
    let front = fs::read(out.path().join("index.html")).unwrap();
    let second = fixture::edition();
    let error = site.release(&second, Some(&fixture::sound(&second)), Mode::Once).unwrap_err();
    assert!(matches!(&error, Error::InTheWay { path, .. } if path.ends_with("feed.xml")), "{error}");
    assert_eq!(
        fs::read(out.path().join("index.html")).unwrap(),
        front,
        "the front page does not run ahead of the feeds"
    );
    nothing_hidden(out.path());
    // Once the way is clear, running again heals what was missing.
    fs::remove_dir(out.path().join("feed.xml")).unwrap();
    assert!(matches!(
        site.release(&second, Some(&fixture::sound(&second)), Mode::Once),
        Ok(Released::Unchanged { .. })
    ));
    assert!(fs::read_to_string(out.path().join("index.html")).unwrap().contains("2026-03-18-morning"));
    nothing_hidden(out.path());
}

#[test]
fn an_edition_moved_aside_by_a_run_that_died_comes_back() {
    let out = tempfile::tempdir().unwrap();
    let edition = fixture::edition();
    fixture::site(out.path()).release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
    let folder = out.path().join("editions/2026-03-18-morning");
    fs::rename(&folder, out.path().join("editions/.2026-03-18-morning.old.4242.0")).unwrap();
    let site = fixture::site(out.path());
    assert!(site.existing(&fixture::key(&edition)).unwrap().is_some());
    nothing_hidden(out.path());
}

#[cfg(unix)]
#[test]
fn everyone_may_read_what_is_published() {
    use std::os::unix::fs::PermissionsExt;
    let out = tempfile::tempdir().unwrap();
    let edition = fixture::edition();
    fixture::site(out.path()).release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
    // A web server runs as another user: private modes of temporary files must not survive the rename.
    let probe = out.path().join("probe");
    fs::write(&probe, "").unwrap();
    let usual = fs::metadata(&probe).unwrap().permissions().mode();
    for name in ["index.html", "editions/2026-03-18-morning/index.html"] {
        assert_eq!(fs::metadata(out.path().join(name)).unwrap().permissions().mode(), usual, "{name}");
    }
}

/// A file system of 600 KB, unmounted when dropped.
#[cfg(target_os = "linux")]
struct Mounted(PathBuf);

#[cfg(target_os = "linux")]
impl Mounted {
    fn at(folder: &Path) -> Option<Self> {
        let mut mount = std::process::Command::new("mount");
        let output = mount.args(["-t", "tmpfs", "-o", "size=600k", "tmpfs"]).arg(folder).output().ok()?;
        output.status.success().then(|| Self(folder.to_owned()))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).status();
    }
}

/// Runs only where a small file system can be mounted, that is as root with mount rights.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_leaves_nothing_half() {
    let mount = tempfile::tempdir().unwrap();
    let Some(_mounted) = Mounted::at(mount.path()) else {
        println!("not tested: no right to mount a small file system");
        return;
    };
    let edition = fixture::edition();
    let sound = publish::Sound { mp3: fixture::silence(4000), ..fixture::sound(&edition) };
    let result = Site::open(mount.path(), fixture::about()).unwrap().release(&edition, Some(&sound), Mode::Once);
    let left = tree(mount.path());
    let error = result.unwrap_err();
    assert!(matches!(&error, Error::NoRoom { .. }), "{error:?}");
    assert!(error.to_string().contains("free some space"), "{error}");
    let in_editions: Vec<_> =
        left.iter().filter(|(path, _)| path.starts_with("editions") && path.components().count() > 1).collect();
    assert!(in_editions.is_empty(), "{in_editions:?}");
}
