//! Who is coming: a visitor tells everything; whoever is signed in is known, and tells only what we do not know.

use ground::residency::{self, Ask, Via};
use ground::web::{Fault, Reader, Tongue};
use ground::{PersonId, restrict};
use jiff::Timestamp;
use people::rules::{AgeKnown, Alone, may_book_alone};
use people::{Client, Email, NewChild, NewClient, Phone};
use promise::{Jurisdiction, Purpose};

use super::Visitor;
use crate::admit;
use crate::model::AskPhone;
use crate::party::{Own, OwnFor, Visitor as Stranger, Whom};
use crate::rules::reminder::Plan;
use crate::store::reminders;

/// What a visitor's form asks of themselves.
const ABOUT_ME: [&str; 4] = ["given_name", "family_name", "email", "phone"];
/// What is asked of somebody new they bring.
const ABOUT_NEW: [&str; 3] = ["child_given_name", "child_family_name", "child_birth_date"];
/// Longer than any field that is read and means nothing here.
const ANY: usize = 400;

/// A client who is signed in, opened as themselves, and whom they act for.
pub(super) struct Known {
    pub me: Client,
    pub wards: Vec<Client>,
    pub asks: Asks,
    /// When they want to be reminded.
    pub plan: Plan,
    /// Of whom it is asked anew whether it may be kept where it is, and by which law.
    anew: Vec<(PersonId, &'static str)>,
    /// Who of them had the use of their data stopped, and did not agree that visits are arranged.
    stopped: Vec<PersonId>,
}

impl Known {
    /// The law by which `person` is asked anew.
    pub fn asks_anew(&self, person: PersonId) -> Option<&'static str> {
        self.anew.iter().find(|(id, _)| *id == person).map(|(_, law)| *law)
    }

    /// Whether visits are not to be arranged for `person`.
    pub fn stops(&self, person: PersonId) -> bool {
        self.stopped.contains(&person)
    }
}

/// What a known client is asked all the same: what their record does not say.
pub(super) struct Asks {
    pub email: bool,
    pub phone: bool,
}

/// Who is coming, as far as it was told and known.
pub(super) enum Coming {
    Visitor(Box<Stranger>),
    Known {
        me: Box<Client>,
        /// The one who comes with them or for whom they book: by name and date of birth.
        other: Option<(String, Option<people::BirthDate>)>,
        own: Box<Own>,
    },
}

/// Who is coming, in words.
pub(super) struct Told {
    pub name: String,
    pub email: String,
    pub phone: String,
    /// The one the visit is for, if it is for another: name and date of birth.
    pub other: Option<(String, String)>,
}

impl Visitor {
    /// Whoever is signed in, if they are a client here.
    pub(super) async fn known(&self) -> Result<Option<Known>, Fault> {
        let actor = &self.scope.actor;
        let Some(person) = actor.account().and(actor.person()) else { return Ok(None) };
        let read = self.scope.read(move |tx| -> ground::Result<_> {
            let Some(stored) = people::find(tx, person)? else { return Ok(None) };
            let me = stored.open(&tx.open(person)?)?;
            let plan = reminders::choice_of(tx, person)?.plan;
            let wards = people::wards(tx, person)?.0;
            let (mut anew, mut stopped) = (Vec::new(), Vec::new());
            for id in std::iter::once(me.id).chain(wards.iter().map(|ward| ward.id)) {
                anew.extend(residency::asks_anew(tx, id)?.map(|law| (id, law)));
                if restrict::stops(tx, id, Purpose::Scheduling)? {
                    stopped.push(id);
                }
            }
            Ok(Some((me, wards, plan, anew, stopped)))
        });
        let Some((me, wards, plan, anew, stopped)) = read.await? else { return Ok(None) };
        let asks = Asks {
            email: me.email.is_none(),
            phone: me.phone.is_none() && self.catalogue.terms.ask_phone != AskPhone::No,
        };
        Ok(Some(Known { me, wards, asks, plan, anew, stopped }))
    }

    /// Whether a reminder of a visit at `start` can still come, by what its reader chose.
    pub(super) fn is_reminded(&self, start: Timestamp, known: Option<&Known>) -> bool {
        let zone = &self.scope.clinic.zone;
        let plan = known.map_or_else(|| Plan::usual(zone), |known| known.plan.clone());
        plan.leads.is_empty() || plan.next(start, zone, self.now).is_some()
    }

    /// The age from which somebody books without a parent: the clinic's, never below the law's where it stands.
    pub(super) fn age(&self) -> u32 {
        let clinic = &self.scope.clinic;
        let place: Option<Jurisdiction> = clinic.jurisdiction.parse().ok();
        place.map_or(clinic.parameters.age_minimum, |place| clinic.parameters.minimum_age(place))
    }

    /// Reads who is coming from what step 3 sent.
    pub(super) fn coming(&self, form: &mut Reader<'_>, known: Option<&Known>) -> Option<Coming> {
        match known {
            Some(known) => self.known_coming(form, known),
            None => self.stranger(form).map(|stranger| Coming::Visitor(Box::new(stranger))),
        }
    }

    fn stranger(&self, form: &mut Reader<'_>) -> Option<Stranger> {
        let language = self.language();
        let child = form.text_or_none("whom", 40).as_deref() == Some("child");
        let given_name = people::form::given_name(form, "given_name");
        let family_name = people::form::family_name(form, "family_name");
        let email = people::form::email(form, "email");
        let phone = self.phone(form);
        self.old_enough(form, None);
        let told = self.told(form, None, true);
        let child = self.other(form, child, &language)?;
        let me = NewClient {
            given_name: given_name?,
            family_name: family_name?,
            email: Some(email?),
            phone,
            birth_date: None,
            note: None,
            language,
        };
        Some(Stranger { me, child, source: people::Source::Yourself, told })
    }

    fn known_coming(&self, form: &mut Reader<'_>, known: &Known) -> Option<Coming> {
        let me = &known.me;
        let whom = form.text("whom", 40).unwrap_or_default();
        let ward = known.wards.iter().find(|ward| ward.id.to_string() == whom);
        // Somebody else's dependant is no choice of theirs; the store refuses it once more.
        if ward.is_none() && !["self", "child", ""].contains(&whom.as_str()) {
            form.fault("whom", "fault-choice");
        }
        // Said before anything is booked, and asked once more where it is.
        if known.stops(me.id) || ward.is_some_and(|ward| known.stops(ward.id)) {
            form.fault("whom", "booking-fault-stopped");
        }
        let email = if known.asks.email { people::form::email(form, "email") } else { None };
        let phone = if known.asks.phone { self.phone(form) } else { None };
        // A form begun before signing in brings what its visitor typed. What is known is not typed again.
        for name in ABOUT_ME {
            if !matches!((name, &known.asks), ("email", Asks { email: true, .. }) | ("phone", Asks { phone: true, .. }))
            {
                form.text_or_none(name, ANY);
            }
        }
        self.old_enough(form, Some(me));
        // Of somebody new they bring there is no record; of the others there is, and some are asked anew.
        let anew = known.asks_anew(ward.map_or(me.id, |ward| ward.id)).filter(|_| whom != "child");
        let told = self.told(form, anew, whom == "child" || anew.is_some());
        let new = self.other(form, whom == "child", &me.language)?;
        if known.asks.email && email.is_none() {
            return None;
        }
        let other = match (ward, &new) {
            (Some(ward), _) => Some((ward.name(), ward.birth_date)),
            (None, Some(new)) => Some((full(new.given_name.as_str(), new.family_name.as_str()), new.birth_date)),
            (None, None) => None,
        };
        let to = match (ward, new) {
            (Some(ward), _) => OwnFor::Ward(ward.id),
            (None, Some(new)) => OwnFor::New(Box::new(new)),
            (None, None) => OwnFor::Myself,
        };
        Some(Coming::Known {
            me: Box::new(me.clone()),
            other,
            own: Box::new(Own { me: me.id, to, email, phone, told }),
        })
    }

    /// Somebody new whom they bring. None at all is no fault; one who is not fully told is.
    fn other(&self, form: &mut Reader<'_>, wanted: bool, language: &str) -> Option<Option<NewChild>> {
        if wanted {
            return people::form::child(form, ABOUT_NEW, self.today(), language).map(Some);
        }
        // Without script these fields are sent too, and mean nothing.
        for name in ABOUT_NEW {
            form.text_or_none(name, ANY);
        }
        Some(None)
    }

    /// What they were told of where it is kept, and agreed to where they must.
    fn told(&self, form: &mut Reader<'_>, anew: Option<&'static str>, asks: bool) -> Option<residency::Told> {
        let ask = Ask::of(&self.scope.clinic, self.now);
        if ask.is_none() {
            residency::skip(form);
        }
        ask.map(|ask| ask.anew(anew).read(form, Via::Page, self.face.t.lang(), asks))
    }

    fn phone(&self, form: &mut Reader<'_>) -> Option<Phone> {
        let clinic = &self.scope.clinic;
        match self.catalogue.terms.ask_phone {
            AskPhone::Required => people::form::phone(form, "phone", clinic),
            // A number sent where none is asked is read and not kept: nothing is stored that was not asked for.
            AskPhone::No => people::form::phone_or_none(form, "phone", clinic).and(None),
            AskPhone::Optional => people::form::phone_or_none(form, "phone", clinic),
        }
    }

    /// Whoever books is old enough to (promise `age.minimum`): by the date of birth that is known, else by what they
    /// state here, or stated when they opened their account.
    fn old_enough(&self, form: &mut Reader<'_>, known: Option<&Client>) {
        let stated = form.ticked("of_age") || known.is_some();
        let clinic = &self.scope.clinic;
        let born = known.and_then(|client| client.birth_date);
        let age = born.map_or(AgeKnown::Stated { old_enough: stated }, AgeKnown::Born);
        let alone = match clinic.jurisdiction.parse() {
            Ok(place) => may_book_alone(&clinic.parameters, place, age, self.today()),
            Err(_) if stated => Alone::Yes,
            Err(_) => Alone::WithGuardian { from: clinic.parameters.age_minimum },
        };
        if let Alone::WithGuardian { from } = alone {
            form.fault_with("of_age", "booking-fault-age", &[("age", from.into())]);
        }
    }

    /// The visitor's language, if the clinic offers it, else the clinic's first.
    fn language(&self) -> String {
        let offered = &self.scope.clinic.languages;
        let own = self.face.t.lang();
        offered.iter().find(|code| *code == own).or(offered.first()).cloned().unwrap_or_else(|| "en".to_owned())
    }
}

impl Coming {
    /// The language of letters about it: a known client's own, else the one they read now.
    pub fn language(&self) -> String {
        match self {
            Coming::Visitor(stranger) => stranger.me.language.clone(),
            Coming::Known { me, .. } => me.language.clone(),
        }
    }

    /// In words, to be checked once more.
    pub fn told(&self, t: &Tongue) -> Told {
        let born = |born: Option<people::BirthDate>| born.map_or_else(String::new, |born| t.date_plain(born.day()));
        match self {
            Coming::Visitor(stranger) => {
                let Stranger { me, child, .. } = &**stranger;
                Told {
                    name: full(me.given_name.as_str(), me.family_name.as_str()),
                    email: me.email.as_ref().map_or_else(String::new, |email| email.as_str().to_owned()),
                    phone: me.phone.as_ref().map_or_else(String::new, |phone| phone.as_str().to_owned()),
                    other: child.as_ref().map(|child| {
                        (full(child.given_name.as_str(), child.family_name.as_str()), born(child.birth_date))
                    }),
                }
            }
            Coming::Known { me, other, own } => Told {
                name: me.name(),
                email: own.email.as_ref().map(Email::as_str).or(me.email.as_deref()).unwrap_or_default().to_owned(),
                phone: own
                    .phone
                    .as_ref()
                    .map(|phone| phone.as_str())
                    .or(me.phone.as_deref())
                    .unwrap_or_default()
                    .to_owned(),
                other: other.as_ref().map(|(name, date)| (name.clone(), born(*date))),
            },
        }
    }

    /// Who is written to. Nobody has proven an address that a client claims on their own page, so it counts like one
    /// that a stranger types.
    pub fn reader(&self) -> admit::Reader {
        match self {
            Coming::Visitor(stranger) => admit::Reader::typed(&stranger.me),
            Coming::Known { me, own, .. } => {
                admit::Reader::of(own.email.as_ref().map(Email::as_str).or(me.email.as_deref()).unwrap_or_default())
            }
        }
    }

    /// For the store.
    pub fn whom(self) -> Whom {
        match self {
            Coming::Visitor(stranger) => Whom::Visitor(stranger),
            Coming::Known { own, .. } => Whom::Own(own),
        }
    }

    /// Who books, for telling one request from another.
    pub fn booker(&self) -> Option<PersonId> {
        match self {
            Coming::Visitor(_) => None,
            Coming::Known { me, .. } => Some(me.id),
        }
    }
}

fn full(given: &str, family: &str) -> String {
    format!("{given} {family}")
}
