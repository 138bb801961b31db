//! Files as they are sent by people who mean well, and by those who do not.

use std::time::Instant;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::{Rgb, RgbImage, Rgba};

use super::*;

fn png(image: &RgbaImage) -> Vec<u8> {
    let mut out = Vec::new();
    let (width, height) = image.dimensions();
    PngEncoder::new(&mut out).write_image(image.as_raw(), width, height, ExtendedColorType::Rgba8).unwrap();
    out
}

fn teal(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_pixel(width, height, Rgba([20, 92, 102, 255]))
}

/// What no compression makes small.
fn noise(width: u32, height: u32) -> RgbaImage {
    let mut state = 1_u32;
    RgbaImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = state.to_be_bytes();
        Rgba([a, b, c, 255])
    })
}

fn kept(file: &[u8]) -> (Picture, RgbaImage) {
    let picture = make(file).unwrap().unwrap();
    let back = image::load_from_memory_with_format(&picture.png, ImageFormat::Png).unwrap().into_rgba8();
    assert_eq!(back.dimensions(), (picture.width, picture.height));
    (picture, back)
}

fn refused(file: &[u8]) -> Option<Unfit> {
    make(file).unwrap().err()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

/// A piece of a PNG file.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), data].concat();
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &body, &crc(&body).to_be_bytes()].concat()
}

/// A file that says it is so large, with hardly anything in it.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let file = png(&teal(4, 4));
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    [&file[..8], &chunk(b"IHDR", &[&size[..], &file[24..29]].concat()), &file[33..]].concat()
}

#[test]
fn a_picture_becomes_a_small_png_whatever_it_came_as_and_is_never_made_larger() {
    let plain: RgbImage = DynamicImage::from(teal(900, 300)).into_rgb8();
    let (mut jpeg, mut webp) = (Vec::new(), Vec::new());
    JpegEncoder::new(&mut jpeg).encode_image(&plain).unwrap();
    WebPEncoder::new_lossless(&mut webp).encode(&plain, 900, 300, ExtendedColorType::Rgb8).unwrap();
    for file in [png(&teal(900, 300)), jpeg, webp] {
        let (picture, back) = kept(&file);
        assert_eq!((picture.width, picture.height), (360, 120));
        let Rgba([r, g, b, alpha]) = *back.get_pixel(100, 60);
        assert!(r.abs_diff(20) < 6 && g.abs_diff(92) < 6 && b.abs_diff(102) < 6 && alpha == 255, "{r} {g} {b}");
    }
    for (from, to) in [((30, 12), (30, 12)), ((4000, 10), (600, 2)), ((10, 4000), (1, 120)), ((120, 120), (120, 120))] {
        let (picture, _) = kept(&png(&teal(from.0, from.1)));
        assert_eq!((picture.width, picture.height), to, "{from:?}");
    }
    assert_eq!(
        [within((600, 120), FRAME), within((360, 120), FRAME), within((30, 12), FRAME)],
        [(200, 40), (120, 40), (30, 12)]
    );
}

#[test]
fn a_picture_full_of_detail_is_kept_less_sharp_so_that_a_first_visit_stays_light() {
    let (picture, _) = kept(&png(&noise(600, 120)));
    assert_eq!((picture.width, picture.height), (200, 40));
    assert!(picture.png.len() < 2 * WEIGHT, "{}", picture.png.len());
}

#[test]
fn what_cannot_be_seen_does_not_colour_the_edges() {
    // Bright red, wholly see-through, beside ink.
    let image = RgbaImage::from_fn(1200, 240, |x, _| if x < 600 { Rgba([255, 0, 0, 0]) } else { Rgba([0, 0, 0, 255]) });
    let (_, back) = kept(&png(&image));
    assert!(back.pixels().all(|pixel| pixel.0[3] == 0 || pixel.0[0] == 0), "no red shines through");
}

#[test]
fn nothing_but_the_picture_is_kept_of_a_file() {
    let file = png(&teal(30, 12));
    let text = chunk(b"tEXt", b"Comment\0SECRET");
    let told = [&file[..33], &text, &file[33..], b"SECRET behind the end"].concat();
    let (picture, _) = kept(&told);
    assert!(!picture.png.windows(6).any(|bytes| bytes == b"SECRET"));

    // A photograph held upright, as its metadata says: it is turned, and what said so is gone.
    let mut jpeg = Vec::new();
    JpegEncoder::new(&mut jpeg)
        .encode_image(&RgbImage::from_fn(80, 40, |x, _| if x < 40 { Rgb([255, 255, 255]) } else { Rgb([0, 0, 0]) }))
        .unwrap();
    let exif = [
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".as_slice(),
        b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0", // orientation 6: a quarter turn
        b"\0\0\0\0SECRET",
    ]
    .concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let told = [&jpeg[..2], b"\xff\xe1", &length, &exif, &jpeg[2..]].concat();
    let (picture, back) = kept(&told);
    assert_eq!((picture.width, picture.height), (40, 80));
    assert!(back.get_pixel(20, 10).0[0] > 200 && back.get_pixel(20, 70).0[0] < 50);
    assert!(!picture.png.windows(4).any(|bytes| bytes == b"Exif" || bytes == b"eXIf" || bytes == b"SECR"));
}

#[test]
fn what_is_no_picture_for_a_page_is_refused_by_what_it_holds() {
    let whole = png(&noise(64, 64));
    let svg = b"<?xml version='1.0'?><!-- drawn --><SVG xmlns='http://www.w3.org/2000/svg'><script/></SVG>".as_slice();
    for (file, why) in [
        (svg, Unfit::Drawn),
        (b"<svg/>", Unfit::Drawn),
        (&[0x1f, 0x8b, 8, 0], Unfit::Drawn),
        (b"", Unfit::Foreign),
        (b"GIF89a\x01\0\x01\0\0\0\0", Unfit::Foreign),
        (b"%PDF-1.7", Unfit::Foreign),
        (b"<html><script>alert(1)</script>", Unfit::Foreign),
        (&whole[..whole.len() / 2], Unfit::Damaged),
        (&whole[..20], Unfit::Damaged),
        (b"\xff\xd8\xff\xe0", Unfit::Damaged),
        (b"RIFF\x10\0\0\0WEBPVP8 \0\0\0\0", Unfit::Damaged),
    ] {
        assert_eq!(refused(file), Some(why), "{:?}", String::from_utf8_lossy(&file[..file.len().min(20)]));
    }
    let mut hidden = teal(30, 12);
    hidden.pixels_mut().for_each(|pixel| pixel.0[3] = 0);
    assert_eq!(refused(&png(&hidden)), Some(Unfit::Blank));
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a stopwatch")]
fn a_file_that_would_fill_the_memory_is_refused_before_it_is_opened() {
    let began = Instant::now();
    for (width, height) in [(SIDE + 1, 1), (1, SIDE + 1), (60_000, 60_000), (i32::MAX as u32, i32::MAX as u32)] {
        assert_eq!(refused(&claiming(width, height)), Some(Unfit::Large), "{width} {height}");
    }
    // Sixteen bits for each part of each pixel: within the sides, and still too much.
    let mut deep = claiming(SIDE, SIDE);
    let header = [&deep[16..24], &[16, 6, 0, 0, 0]].concat();
    deep.splice(8..33, chunk(b"IHDR", &header));
    assert_eq!(refused(&deep), Some(Unfit::Large));
    assert!(began.elapsed().as_secs() < 2, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_picture_is_made_away_from_those_who_answer() {
    assert_eq!(made(b"<svg>".to_vec()).await.unwrap().err(), Some(Unfit::Drawn));
    assert_eq!(made(png(&teal(8, 8))).await.unwrap().map(|picture| picture.width).ok(), Some(8));
}
